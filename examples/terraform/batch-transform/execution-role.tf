# What SageMaker does as the model: read records, write answers, log. Nothing else of the bucket.
locals {
  image_parts = regex("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.[^/]+/([^:@]+)", var.image)

  execution_statements = [
    {
      Sid      = "ListRecords"
      Effect   = "Allow"
      Action   = "s3:ListBucket"
      Resource = local.bucket_arn
    },
    {
      Sid    = "ReadRecords"
      Effect = "Allow"
      Action = "s3:GetObject"
      Resource = [
        "${local.bucket_arn}/input/*",
        "${local.bucket_arn}/scoring/*/input/*",
        "${local.bucket_arn}/scoring/*/manifests/*",
      ]
    },
    {
      Sid    = "WriteAnswers"
      Effect = "Allow"
      Action = ["s3:PutObject", "s3:AbortMultipartUpload"]
      Resource = [
        "${local.bucket_arn}/output/*",
        "${local.bucket_arn}/scoring/*/output/*",
      ]
    },
    {
      Sid      = "PullImage"
      Effect   = "Allow"
      Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Resource = "arn:${local.partition}:ecr:${local.image_parts[1]}:${local.image_parts[0]}:repository/${local.image_parts[2]}"
    },
    {
      Sid      = "SignInToTheRegistry"
      Effect   = "Allow"
      Action   = "ecr:GetAuthorizationToken"
      Resource = "*"
    },
    {
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      Resource = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/sagemaker/*"
    },
    {
      Sid       = "WriteMetrics"
      Effect    = "Allow"
      Action    = "cloudwatch:PutMetricData"
      Resource  = "*"
      Condition = { StringLike = { "cloudwatch:namespace" = ["/aws/sagemaker/*", "AWS/SageMaker"] } }
    },
  ]

  artifact_statements = var.model_data_url == null ? [] : [{
    Sid      = "ReadArtifact"
    Effect   = "Allow"
    Action   = "s3:GetObject"
    Resource = "arn:${local.partition}:s3:::${trimprefix(var.model_data_url, "s3://")}"
  }]

  key_statements = var.kms_key_arn == null ? [] : [{
    Sid      = "UseKey"
    Effect   = "Allow"
    Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource = var.kms_key_arn
  }]
}

resource "aws_iam_role" "execution" {
  name = "${var.name}-execution"
  tags = var.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sagemaker.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_iam_role_policy" "execution" {
  name = "batch-transform"
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.execution_statements, local.artifact_statements, local.key_statements)
  })
}
