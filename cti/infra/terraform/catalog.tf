# What Athena sees of the web events; cti makes the tables and their partitions.
resource "aws_glue_catalog_database" "web" {
  name         = replace("${local.name}_web", "-", "_")
  description  = "Web events, transformed by cti: a partition a committed run"
  location_uri = "s3://${aws_s3_bucket.this["stage"].id}/web-data/transformed/"
}

resource "aws_athena_workgroup" "this" {
  name = local.name
  configuration {
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = true
    bytes_scanned_cutoff_per_query     = 107374182400
    result_configuration {
      output_location = "s3://${aws_s3_bucket.this["stage"].id}/athena-results/"
      encryption_configuration {
        encryption_option = var.kms_key_arn == null ? "SSE_S3" : "SSE_KMS"
        kms_key_arn       = var.kms_key_arn
      }
    }
  }
}
