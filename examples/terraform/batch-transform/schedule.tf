locals {
  scheduled = var.schedule == null ? [] : [var.schedule]

  # Members that are null are left out: SageMaker would refuse them.
  scheduled_requests = [for schedule in local.scheduled : {
    for member, value in {
      BatchStrategy           = schedule.batch_strategy
      MaxPayloadInMB          = schedule.max_payload_in_mb
      MaxConcurrentTransforms = schedule.max_concurrent_transforms
      Tags                    = [for key, value in var.tags : { Key = key, Value = value }]
      TransformInput = {
        ContentType = schedule.content_type
        SplitType   = "Line"
        DataSource = {
          S3DataSource = { S3DataType = "S3Prefix", S3Uri = "s3://${aws_s3_bucket.this.id}/input/" }
        }
      }
      TransformOutput = {
        Accept       = schedule.content_type
        AssembleWith = "Line"
        S3OutputPath = "s3://${aws_s3_bucket.this.id}/output/<aws.scheduler.execution-id>/"
      }
      TransformResources = {
        InstanceType  = schedule.instance_type
        InstanceCount = schedule.instance_count
      }
    } : member => value if value != null
  }]
}

resource "aws_scheduler_schedule" "this" {
  count = length(local.scheduled)

  name                         = var.name
  schedule_expression          = local.scheduled[count.index].expression
  schedule_expression_timezone = local.scheduled[count.index].timezone

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_sfn_state_machine.this.arn
    role_arn = aws_iam_role.schedule[count.index].arn

    # jsonencode writes < and > as escapes, in which the scheduler would not see its placeholder.
    input = replace(replace(jsonencode({ request = local.scheduled_requests[count.index] }), "\\u003c", "<"), "\\u003e", ">")

    retry_policy {
      maximum_event_age_in_seconds = 3600
      maximum_retry_attempts       = 10
    }

    dead_letter_config {
      arn = aws_sqs_queue.failed.arn
    }
  }

  depends_on = [aws_iam_role_policy.schedule]
}

resource "aws_iam_role" "schedule" {
  count = length(local.scheduled)

  name = "${var.name}-schedule"
  tags = var.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_iam_role_policy" "schedule" {
  count = length(local.scheduled)

  name = "start-executions"
  role = aws_iam_role.schedule[count.index].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid      = "StartExecutions"
        Effect   = "Allow"
        Action   = "states:StartExecution"
        Resource = aws_sfn_state_machine.this.arn
      },
      {
        Sid      = "TellTheQueue"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.failed.arn
      },
    ], local.key_statements)
  })
}
