resource "aws_cloudwatch_log_group" "task" {
  name              = "/cti/${local.name}"
  retention_in_days = 90
  kms_key_id        = var.kms_key_arn
}

# The settings that are secret, and only those: {"pepper":"…"}. Terraform makes the secret without a value, so no state file holds one.
resource "aws_secretsmanager_secret" "settings" {
  name                    = "${local.name}/settings"
  description             = "Settings of cti as JSON, handed to tasks as CTI_SETTINGS"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = 7
}

resource "aws_ecs_cluster" "this" {
  name = local.name
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_security_group" "task" {
  name        = "${local.name}-task"
  description = "Tasks of cti: nothing comes in, HTTPS goes out"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_egress_rule" "task_https" {
  security_group_id = aws_security_group.task.id
  description       = "AWS services"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

# The image that tasks run. A deployment writes it here beside the revision that it makes (deploy.yml), and Terraform reads it: so a change of
# anything else in the task definition does not bring an older image back. image_tag is only where it begins.
resource "aws_ssm_parameter" "image" {
  name           = "/${local.name}/image"
  description    = "Image of cti's tasks, by tag or digest; written by the deployment"
  type           = "String"
  insecure_value = "${aws_ecr_repository.cti.repository_url}:${var.image_tag}"
  lifecycle {
    ignore_changes = [insecure_value]
  }
}

resource "aws_ecs_task_definition" "cti" {
  family                   = local.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  task_role_arn            = aws_iam_role.task.arn
  execution_role_arn       = aws_iam_role.execution.arn
  ephemeral_storage {
    size_in_gib = var.scratch_gib
  }
  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }
  container_definitions = jsonencode([{
    name      = "cti"
    image     = aws_ssm_parameter.image.insecure_value
    essential = true
    command   = ["--help"]
    # Fargate gives an empty volume to root alone, and cti is not root: so /tmp on the task's own disk is the scratch space, and the root file
    # system can't be read-only here.
    readonlyRootFilesystem = false
    # Longer than the eight seconds that cti takes to stop.
    stopTimeout = 30
    environment = concat(var.warehouse_secret_arn == null ? [] : [{ name = "CTI_SECRET_ARN", value = var.warehouse_secret_arn }], [
      { name = "AWS_REGION", value = var.region },
      { name = "CTI_WORKGROUP", value = aws_redshiftserverless_workgroup.this.workgroup_name },
      { name = "CTI_DATABASE", value = var.warehouse_database },
      { name = "CTI_IAM", value = aws_iam_role.copy.arn },
    ])
    secrets = [{ name = "CTI_SETTINGS", valueFrom = aws_secretsmanager_secret.settings.arn }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.task.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "cti"
      }
    }
  }])
}
