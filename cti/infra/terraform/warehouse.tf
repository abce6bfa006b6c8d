resource "aws_security_group" "warehouse" {
  name        = "${local.name}-warehouse"
  description = "Redshift Serverless: reached by the Data API alone, so nothing comes in"
  vpc_id      = var.vpc_id
}

resource "aws_redshiftserverless_namespace" "this" {
  namespace_name        = local.name
  db_name               = var.warehouse_database
  manage_admin_password = true
  iam_roles             = [aws_iam_role.copy.arn]
  default_iam_role_arn  = aws_iam_role.copy.arn
  log_exports           = ["userlog", "connectionlog"]
  kms_key_id            = var.kms_key_arn
}

resource "aws_redshiftserverless_workgroup" "this" {
  workgroup_name       = local.name
  namespace_name       = aws_redshiftserverless_namespace.this.namespace_name
  base_capacity        = var.warehouse_capacity
  subnet_ids           = var.subnet_ids
  security_group_ids   = [aws_security_group.warehouse.id]
  enhanced_vpc_routing = true
  publicly_accessible  = false
}

resource "aws_redshiftserverless_usage_limit" "day" {
  count         = var.warehouse_limit_rpu_hours > 0 ? 1 : 0
  resource_arn  = aws_redshiftserverless_workgroup.this.arn
  usage_type    = "serverless-compute"
  amount        = var.warehouse_limit_rpu_hours
  period        = "daily"
  breach_action = "emit-metric"
}

# The limit's metric tells what the day has used so far; it begins anew at midnight (UTC).
resource "aws_cloudwatch_metric_alarm" "usage" {
  count             = var.warehouse_limit_rpu_hours > 0 ? 1 : 0
  alarm_name        = "${local.name}-warehouse-usage"
  alarm_description = "The warehouse has used the RPU hours of a day: look for loads that repeat"
  namespace         = "AWS/Redshift-Serverless"
  metric_name       = "UsageLimitConsumed"
  # All three: an alarm sees only what is published under exactly its dimensions.
  dimensions = {
    UsageLimitId = aws_redshiftserverless_usage_limit.day[0].id
    UsageType    = "SERVERLESS_COMPUTE"
    Workgroup    = aws_redshiftserverless_workgroup.this.workgroup_name
  }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = var.warehouse_limit_rpu_hours
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}
