output "raw" {
  description = "URI of the raw bucket: CTI_RAW of the Airflow components."
  value       = "s3://${aws_s3_bucket.this["raw"].id}"
}

output "stage" {
  description = "URI of the stage bucket: CTI_STAGE of the Airflow components."
  value       = "s3://${aws_s3_bucket.this["stage"].id}"
}

output "archive" {
  description = "Where raw objects go once their run is committed: CTI_ARCHIVE of the Airflow components. Nowhere else of the raw bucket may tasks write."
  value       = "s3://${aws_s3_bucket.this["raw"].id}/archive"
}

output "repository_url" {
  description = "Where images are pushed."
  value       = aws_ecr_repository.cti.repository_url
}

output "settings" {
  description = "What goes into the Airflow Variable job_secret: no secret among it, tasks have their roles."
  value = jsonencode(merge({
    region    = var.region
    workgroup = aws_redshiftserverless_workgroup.this.workgroup_name
    database  = var.warehouse_database
    iam       = aws_iam_role.copy.arn
    schema    = "public"
  }, var.warehouse_secret_arn == null ? {} : { secret_arn = var.warehouse_secret_arn }))
}

output "settings_secret_arn" {
  description = "The secret whose value tasks get as CTI_SETTINGS: put {} or {\"pepper\":\"…\"} there before the first run."
  value       = aws_secretsmanager_secret.settings.arn
}

output "cluster" {
  description = "The ECS cluster."
  value       = aws_ecs_cluster.this.name
}

output "task_definition" {
  description = "Family of the task definition."
  value       = aws_ecs_task_definition.cti.family
}

output "task_security_group_id" {
  description = "Security group of the tasks."
  value       = aws_security_group.task.id
}

output "task_role_arn" {
  description = "Role of the tasks; the Kubernetes service account takes one with the same policies."
  value       = aws_iam_role.task.arn
}

output "ci_role_arn" {
  description = "Role that the workflow assumes."
  value       = one(aws_iam_role.ci[*].arn)
}

output "alarm_topic_arn" {
  description = "Topic of the alarms."
  value       = aws_sns_topic.alarms.arn
}
