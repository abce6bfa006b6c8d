# Three roles of the program, each for what it does and nothing more: COPY reads the stage, extract reads raw and writes the stage, load
# speaks to the warehouse. One task that does both verbs has the rights of both.

locals {
  raw   = aws_s3_bucket.this["raw"].arn
  stage = aws_s3_bucket.this["stage"].arn
}

data "aws_iam_policy_document" "assume" {
  for_each = {
    copy      = ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"]
    task      = ["ecs-tasks.amazonaws.com"]
    scheduler = ["scheduler.amazonaws.com"]
    firehose  = ["firehose.amazonaws.com"]
  }
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = each.value
    }
    # Redshift does not name the account it acts for.
    dynamic "condition" {
      for_each = each.key == "copy" ? [] : [local.account_id]
      content {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [condition.value]
      }
    }
  }
}

# Encrypting with a key of one's own needs its use as well.
data "aws_iam_policy_document" "key" {
  count = var.kms_key_arn == null ? 0 : 1
  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]
  }
}

data "aws_iam_policy_document" "copy" {
  source_policy_documents = data.aws_iam_policy_document.key[*].json
  statement {
    sid       = "ReadStage"
    actions   = ["s3:GetObject"]
    resources = ["${local.stage}/*"]
  }
  statement {
    sid       = "ListStage"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [local.stage]
  }
}

resource "aws_iam_role" "copy" {
  name               = "${local.name}-copy"
  assume_role_policy = data.aws_iam_policy_document.assume["copy"].json
}

resource "aws_iam_role_policy" "copy" {
  name   = "copy"
  role   = aws_iam_role.copy.id
  policy = data.aws_iam_policy_document.copy.json
}

data "aws_iam_policy_document" "extract" {
  source_policy_documents = data.aws_iam_policy_document.key[*].json
  statement {
    sid       = "ReadRaw"
    actions   = ["s3:GetObject"]
    resources = ["${local.raw}/*"]
  }
  # Archiving copies an object into the archive, checks the copy, and deletes the original; erasing rewrites what lies there, and deletes the
  # requests. Nothing else of the raw bucket is ever written.
  statement {
    sid       = "Archive"
    actions   = ["s3:PutObject", "s3:AbortMultipartUpload"]
    resources = ["${local.raw}/archive/*"]
  }
  statement {
    sid       = "DeleteRaw"
    actions   = ["s3:DeleteObject"]
    resources = ["${local.raw}/*"]
  }
  statement {
    sid       = "WriteStage"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
    resources = ["${local.stage}/*"]
  }
  statement {
    sid       = "List"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [local.raw, local.stage]
  }
}

data "aws_iam_policy_document" "load" {
  source_policy_documents = data.aws_iam_policy_document.key[*].json
  statement {
    sid       = "Statements"
    actions   = ["redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement"]
    resources = [aws_redshiftserverless_workgroup.this.arn]
  }
  # Not narrowed to the role session that began a statement: a task that was started again has another session, and must find, follow and
  # cancel what its forerunner began.
  statement {
    sid       = "FollowStatements"
    actions   = ["redshift-data:DescribeStatement", "redshift-data:GetStatementResult", "redshift-data:CancelStatement", "redshift-data:ListStatements"]
    resources = ["*"]
  }
  statement {
    sid       = "SignIn"
    actions   = ["redshift-serverless:GetCredentials"]
    resources = [aws_redshiftserverless_workgroup.this.arn]
  }
  # Where the settings name a secret that holds the user.
  dynamic "statement" {
    for_each = var.warehouse_secret_arn == null ? [] : [var.warehouse_secret_arn]
    content {
      sid       = "UserSecret"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [statement.value]
    }
  }
  # Manifests and parts are read; COPY's own manifest and the note of what was submitted are written beside the run's. Of shards a run is made.
  statement {
    sid       = "Stage"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
    resources = ["${local.stage}/*"]
  }
  # A record that only the load of all shards finds to be a conflict is read once more, for its exact bytes.
  statement {
    sid       = "ReadRaw"
    actions   = ["s3:GetObject"]
    resources = ["${local.raw}/*"]
  }
  statement {
    sid       = "ListStage"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [local.stage]
  }
  statement {
    sid       = "PassCopyRole"
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.copy.arn]
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"]
    }
  }
}

# For the warehouse `glue`: a run's files become partitions after its commit, and the named queries are kept in the workgroup.
data "aws_iam_policy_document" "catalog" {
  statement {
    actions   = ["athena:GetWorkGroup", "athena:ListNamedQueries", "athena:GetNamedQuery", "athena:CreateNamedQuery", "athena:UpdateNamedQuery"]
    resources = [aws_athena_workgroup.this.arn]
  }
  statement {
    actions = [
      "glue:GetDatabase", "glue:GetTable", "glue:CreateTable", "glue:UpdateTable",
      "glue:GetPartition", "glue:GetPartitions", "glue:BatchCreatePartition", "glue:CreatePartition", "glue:BatchDeletePartition", "glue:DeletePartition",
    ]
    resources = [
      "arn:${local.partition}:glue:${var.region}:${local.account_id}:catalog",
      aws_glue_catalog_database.web.arn,
      "arn:${local.partition}:glue:${var.region}:${local.account_id}:table/${aws_glue_catalog_database.web.name}/*",
    ]
  }
}

resource "aws_iam_role" "task" {
  name               = "${local.name}-task"
  assume_role_policy = data.aws_iam_policy_document.assume["task"].json
}

resource "aws_iam_role_policy" "task" {
  for_each = {
    extract = data.aws_iam_policy_document.extract.json
    load    = data.aws_iam_policy_document.load.json
    catalog = data.aws_iam_policy_document.catalog.json
  }
  name   = each.key
  role   = aws_iam_role.task.id
  policy = each.value
}

# What ECS itself needs to start a task: the image, and its log.
data "aws_iam_policy_document" "execution" {
  source_policy_documents = data.aws_iam_policy_document.key[*].json
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
  statement {
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
    resources = [aws_ecr_repository.cti.arn]
  }
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.task.arn}:*"]
  }
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.settings.arn]
  }
}

resource "aws_iam_role" "execution" {
  name               = "${local.name}-execution"
  assume_role_policy = data.aws_iam_policy_document.assume["task"].json
}

resource "aws_iam_role_policy" "execution" {
  name   = "execution"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}
