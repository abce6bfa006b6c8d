resource "aws_scheduler_schedule_group" "this" {
  name = local.name
}

data "aws_iam_policy_document" "scheduler" {
  statement {
    actions   = ["ecs:RunTask"]
    resources = [aws_ecs_task_definition.cti.arn_without_revision, "${aws_ecs_task_definition.cti.arn_without_revision}:*"]
  }
  statement {
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.task.arn, aws_iam_role.execution.arn]
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.unstarted.arn]
  }
}

resource "aws_iam_role" "scheduler" {
  name               = "${local.name}-scheduler"
  assume_role_policy = data.aws_iam_policy_document.assume["scheduler"].json
}

resource "aws_iam_role_policy" "scheduler" {
  name   = "scheduler"
  role   = aws_iam_role.scheduler.id
  policy = data.aws_iam_policy_document.scheduler.json
}

# Runs that could not be started at all.
resource "aws_sqs_queue" "unstarted" {
  name                      = "${local.name}-unstarted"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_scheduler_schedule" "run" {
  for_each            = var.schedules
  name                = each.key
  group_name          = aws_scheduler_schedule_group.this.name
  description         = join(" ", concat(["cti"], each.value.command))
  schedule_expression = each.value.expression
  state               = var.schedules_enabled ? "ENABLED" : "DISABLED"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = aws_ecs_cluster.this.arn
    role_arn = aws_iam_role.scheduler.arn
    ecs_parameters {
      # Without a revision: the newest counts, and a deployment is one more of them.
      task_definition_arn = aws_ecs_task_definition.cti.arn_without_revision
      launch_type         = "FARGATE"
      network_configuration {
        subnets          = var.subnet_ids
        security_groups  = [aws_security_group.task.id]
        assign_public_ip = false
      }
    }
    input = jsonencode({
      containerOverrides = [{
        name = "cti"
        command = [
          for argument in each.value.command :
          replace(replace(argument, "/^RAW/", "s3://${aws_s3_bucket.this["raw"].id}"), "/^STAGE/", "s3://${aws_s3_bucket.this["stage"].id}")
        ]
      }]
    })
    dead_letter_config {
      arn = aws_sqs_queue.unstarted.arn
    }
    retry_policy {
      maximum_retry_attempts       = 10
      maximum_event_age_in_seconds = 3600
    }
  }
}
