variable "name" {
  description = "Beginning of every name; lower case letters, digits and hyphens."
  type        = string
  default     = "cti"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "Two to 21 lower case letters, digits and hyphens, beginning with a letter."
  }
}

variable "environment" {
  description = "The environment, part of every name: beta, production."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = "Two to 12 lower case letters and digits, beginning with a letter."
  }
}

variable "region" {
  description = "The region of everything: COPY reads only from its own."
  type        = string
  default     = "eu-central-1"
}

variable "bucket_prefix" {
  description = "Beginning of the bucket names, unique in the world; the buckets are PREFIX-ENVIRONMENT-raw and PREFIX-ENVIRONMENT-stage."
  type        = string
}

variable "vpc_id" {
  description = "The network in which tasks and the warehouse live."
  type        = string
}

variable "subnet_ids" {
  description = "Its subnets for tasks and the warehouse: three availability zones for Redshift Serverless, with a way to ECR, S3 and CloudWatch (endpoints or NAT)."
  type        = list(string)
}

variable "kms_key_arn" {
  description = "A key for buckets, stream and logs; null for the services' own encryption."
  type        = string
  default     = null
}

variable "image_tag" {
  description = "Tag of the image that tasks run until the first deployment: after it they run what was deployed, whatever stands here."
  type        = string
  default     = "0.1.0"
}

variable "cpu" {
  description = "Processor of a task in units of 1/1024 core."
  type        = number
  default     = 2048
}

variable "memory" {
  description = "Memory of a task in MiB; cti takes three quarters of it unless told otherwise."
  type        = number
  default     = 4096
}

variable "scratch_gib" {
  description = "Ephemeral disk of a task in GiB, 21 to 200: what does not fit into memory is spilled there."
  type        = number
  default     = 50
}

variable "run_retention_days" {
  description = "Days after which runs go from the stage bucket, their rejects with them. A run that is gone can't be loaded again or replayed."
  type        = number
  default     = 400
}

variable "archive_retention_days" {
  description = "Days after which archived raw objects go."
  type        = number
  default     = 730
}

variable "noncurrent_retention_days" {
  description = "Days after which earlier versions of objects go where a bucket is versioned, an erased person's data with them: as few as your law asks for."
  type        = number
  default     = 7
}

variable "warehouse_database" {
  description = "Name of the Redshift database."
  type        = string
  default     = "warehouse"
}

variable "warehouse_secret_arn" {
  description = "ARN of the secret with the Redshift user that loads (the setting secret_arn); null where the role itself signs in."
  type        = string
  default     = null
}

variable "warehouse_capacity" {
  description = "Base capacity of Redshift Serverless in RPU, 8 to 512."
  type        = number
  default     = 8
}

variable "warehouse_limit_rpu_hours" {
  description = "RPU hours a day past which an alarm is raised; 0 for none."
  type        = number
  default     = 50
}

variable "stream_shards" {
  description = "Shards of the Kinesis stream of web events: one takes 1 MB/s or 1,000 records/s."
  type        = number
  default     = 1
}

variable "schedules" {
  description = "Runs without Airflow: name to an EventBridge Scheduler expression (UTC) and cti's command line, in which RAW and STAGE stand for the buckets' URIs. Empty for none."
  type = map(object({
    expression = string
    command    = list(string)
  }))
  default = {
    interactions = {
      expression = "cron(0 2 * * ? *)"
      command    = ["run", "--dataset", "interactions", "--input", "RAW/interactions/", "--output", "STAGE", "--warehouse", "redshift", "--if-missing", "skip"]
    }
  }
}

variable "schedules_enabled" {
  description = "Whether the schedules run. Off while Airflow does: both at once do no harm, but everything twice."
  type        = bool
  default     = false
}

variable "alarm_emails" {
  description = "Who hears of alarms; each address confirms its subscription once."
  type        = list(string)
  default     = []
}

variable "github_repository" {
  description = "owner/name of the repository whose workflow may push images and deploy, by OIDC; null for none."
  type        = string
  default     = null
}

variable "github_oidc_provider_arn" {
  description = "ARN of GitHub's OIDC provider where the account has one; null to make it."
  type        = string
  default     = null
}

variable "image_readers" {
  description = "ARNs of other environments' roles for the workflow (their output ci_role_arn) which may copy images from here: for beta, production's."
  type        = list(string)
  default     = []
}

variable "image_sources" {
  description = "ARNs of other environments' registries from which the workflow copies images: production takes what beta ran."
  type        = list(string)
  default     = []
}
