locals {
  buckets = { raw = "${var.bucket_prefix}-${var.environment}-raw", stage = "${var.bucket_prefix}-${var.environment}-stage" }
}

resource "aws_s3_bucket" "this" {
  for_each = local.buckets
  bucket   = each.value
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each                = aws_s3_bucket.this
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id
  rule {
    bucket_key_enabled = var.kms_key_arn != null
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

data "aws_iam_policy_document" "tls_only" {
  for_each = aws_s3_bucket.this
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value.arn, "${each.value.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "tls_only" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id
  policy   = data.aws_iam_policy_document.tls_only[each.key].json
}

# Raw objects are not versioned: an erased person's old versions would stay.
resource "aws_s3_bucket_lifecycle_configuration" "raw" {
  bucket = aws_s3_bucket.this["raw"].id
  rule {
    id     = "archive"
    status = "Enabled"
    filter {
      prefix = "archive/"
    }
    expiration {
      days = var.archive_retention_days
    }
  }
  rule {
    id     = "unfinished-uploads"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 2
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "stage" {
  bucket = aws_s3_bucket.this["stage"].id
  # What a killed container had uploaded without committing it: parts of multipart uploads, which no listing shows and which cost all the same.
  rule {
    id     = "orphaned-parts"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 2
    }
  }
  # Runs with their manifests and rejects. What incremental runs know (state/) stays.
  dynamic "rule" {
    for_each = toset(concat(["_runs/"], [for table in local.tables : "${table}/"]))
    content {
      id     = "old-runs-${trim(rule.value, "/_")}"
      status = "Enabled"
      filter {
        prefix = rule.value
      }
      expiration {
        days = var.run_retention_days
      }
    }
  }
  rule {
    id     = "query-results"
    status = "Enabled"
    filter {
      prefix = "athena-results/"
    }
    expiration {
      days = 7
    }
  }
}

locals {
  tables = [
    "events", "key_data", "interactions", "customers", "products", "transactions", "transaction_lines", "erasure_requests",
    "users", "posts", "follows", "unfollows",
  ]
}
