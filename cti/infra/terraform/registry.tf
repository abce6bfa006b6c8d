resource "aws_ecr_repository" "cti" {
  name                 = local.name
  image_tag_mutability = "IMMUTABLE"
  image_scanning_configuration {
    scan_on_push = true
  }
  encryption_configuration {
    encryption_type = var.kms_key_arn == null ? "AES256" : "KMS"
    kms_key         = var.kms_key_arn
  }
}

resource "aws_ecr_lifecycle_policy" "cti" {
  repository = aws_ecr_repository.cti.name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "What no tag names any more"
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "All but the last fifty"
        selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 50 }
        action       = { type = "expire" }
      },
    ]
  })
}

# Another account's role needs to be let in here as well as allowed there (image_sources).
data "aws_iam_policy_document" "image_readers" {
  count = length(var.image_readers) > 0 ? 1 : 0
  statement {
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
    principals {
      type        = "AWS"
      identifiers = var.image_readers
    }
  }
}

resource "aws_ecr_repository_policy" "image_readers" {
  count      = length(var.image_readers) > 0 ? 1 : 0
  repository = aws_ecr_repository.cti.name
  policy     = data.aws_iam_policy_document.image_readers[0].json
}
