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
  # Nothing where the bucket is not versioned. Where it is, what was deleted or erased is to go as well.
  rule {
    id     = "noncurrent-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_retention_days
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
  # Nothing where the bucket is not versioned. Where it is, what was deleted or erased is to go as well.
  rule {
    id     = "noncurrent-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_retention_days
    }
  }
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
    for_each = toset(flatten([for output, tables in local.outputs : [for folder in concat(["_runs"], tables) : "${output}${folder}/"]]))
    content {
      id     = "old-runs-${replace(trim(rule.value, "/_"), "/", "-")}"
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

# Where the DAGs write: the folders of tables in each output. S3 takes prefixes as they are, so each is named from the bucket's root.
locals {
  outputs = {
    ""                      = ["events", "key_data", "interactions", "customers", "products", "transactions", "transaction_lines", "erasure_requests"]
    "web-data/transformed/" = ["users", "posts", "follows", "unfollows"]
  }
}
