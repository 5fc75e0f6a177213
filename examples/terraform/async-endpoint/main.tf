data "aws_partition" "current" {}

locals {
  variant    = "all"
  bucket_arn = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket}"
}

# A configuration cannot be changed: the next one is there before the endpoint leaves this one.
resource "aws_sagemaker_endpoint_configuration" "this" {
  name_prefix = "${var.name}-"
  tags        = var.tags

  production_variants {
    variant_name  = local.variant
    model_name    = var.model_name
    instance_type = var.instance_type
    # An endpoint cannot be made with none. Autoscaling takes it away after scale_in_seconds.
    initial_instance_count = 1
  }

  async_inference_config {
    output_config {
      s3_output_path = "s3://${var.bucket}/async/output/"
      # Without it a request that fails leaves no trace in S3.
      s3_failure_path = "s3://${var.bucket}/async/failures/"
      kms_key_id      = var.kms_key_arn

      dynamic "notification_config" {
        for_each = var.error_topic_arn == null ? [] : [var.error_topic_arn]

        content {
          error_topic = notification_config.value
        }
      }
    }

    client_config {
      max_concurrent_invocations_per_instance = var.max_concurrent_invocations_per_instance
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_sagemaker_endpoint" "this" {
  name                 = var.name
  endpoint_config_name = aws_sagemaker_endpoint_configuration.this.name
  tags                 = var.tags

  depends_on = [aws_iam_role_policy.answers]
}

resource "aws_iam_role_policy" "answers" {
  name = "${var.name}-async-answers"
  role = var.execution_role_name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid      = "WriteAnswersAndFailures"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:AbortMultipartUpload"]
        Resource = ["${local.bucket_arn}/async/output/*", "${local.bucket_arn}/async/failures/*"]
      }],
      var.error_topic_arn == null ? [] : [{
        Sid      = "TellOfFailures"
        Effect   = "Allow"
        Action   = ["sns:Publish"]
        Resource = [var.error_topic_arn]
      }],
      var.kms_key_arn == null ? [] : [{
        Sid      = "UseKey"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [var.kms_key_arn]
      }],
    )
  })
}
