data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region

  container = {
    image          = var.image
    model_data_url = var.model_data_url
    environment    = var.environment
  }
}

# Another container is another model, so that what runs the old one, an endpoint say, learns of the new one by its name.
resource "aws_sagemaker_model" "this" {
  name               = "${var.name}-${substr(sha256(jsonencode(local.container)), 0, 8)}"
  execution_role_arn = aws_iam_role.execution.arn
  tags               = var.tags

  primary_container {
    image          = local.container.image
    model_data_url = local.container.model_data_url
    environment    = local.container.environment
  }

  lifecycle {
    create_before_destroy = true
  }

  # SageMaker reads image and artifact with the role at once.
  depends_on = [aws_iam_role_policy.execution]
}

resource "aws_sqs_queue" "failed" {
  name                      = "${var.name}-failed"
  message_retention_seconds = 1209600
  kms_master_key_id         = var.kms_key_arn
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  tags                      = var.tags
}

resource "aws_sns_topic" "failed" {
  name              = "${var.name}-failed"
  kms_master_key_id = var.kms_key_arn
  tags              = var.tags
}

# Setting a policy takes the topic's own away, so the account is named beside CloudWatch.
resource "aws_sns_topic_policy" "failed" {
  arn = aws_sns_topic.failed.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "ThisAccount"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = ["sns:Publish", "sns:Subscribe", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"]
        Resource  = aws_sns_topic.failed.arn
      },
      {
        Sid       = "Alarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.failed.arn
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      },
    ]
  })
}
