locals {
  job_arns = [
    for pattern in coalesce(var.job_name_patterns, ["${var.name}-*"]) :
    "arn:${local.partition}:sagemaker:${local.region}:${local.account}:transform-job/${pattern}"
  ]
}

resource "aws_cloudwatch_log_group" "executions" {
  name              = "/aws/vendedlogs/states/${var.name}"
  retention_in_days = 90
  tags              = var.tags
}

resource "aws_sfn_state_machine" "this" {
  name     = var.name
  role_arn = aws_iam_role.state_machine.arn
  tags     = var.tags
  definition = templatefile("${path.module}/state-machine.asl.json.tftpl", {
    partition           = local.partition
    name                = var.name
    model               = aws_sagemaker_model.this.name
    attempts            = var.attempts
    pause_seconds       = var.pause_seconds
    job_timeout_seconds = var.job_timeout_seconds
    queue_url           = aws_sqs_queue.failed.url
    topic_arn           = aws_sns_topic.failed.arn
  })

  logging_configuration {
    level = "ERROR"
    # A request's environment and a failure's words stay out of the log.
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.executions.arn}:*"
  }

  depends_on = [aws_iam_role_policy.state_machine]
}

resource "aws_iam_role" "state_machine" {
  name = "${var.name}-state-machine"
  tags = var.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "states.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_iam_role_policy" "state_machine" {
  name = "transform-jobs"
  role = aws_iam_role.state_machine.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid    = "RunJobs"
        Effect = "Allow"
        Action = [
          "sagemaker:AddTags",
          "sagemaker:CreateTransformJob",
          "sagemaker:DescribeTransformJob",
          "sagemaker:StopTransformJob",
        ]
        Resource = local.job_arns
      },
      {
        Sid      = "ReadTags"
        Effect   = "Allow"
        Action   = "sagemaker:ListTags"
        Resource = "*"
      },
      {
        Sid      = "HearOfTheirEnd"
        Effect   = "Allow"
        Action   = ["events:DescribeRule", "events:PutRule", "events:PutTargets"]
        Resource = "arn:${local.partition}:events:${local.region}:${local.account}:rule/StepFunctionsGetEventsForSageMakerTransformJobsRule"
      },
      {
        Sid      = "TellTheQueue"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.failed.arn
      },
      {
        Sid      = "TellTheTopic"
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = aws_sns_topic.failed.arn
      },
      {
        Sid    = "DeliverLogs"
        Effect = "Allow"
        Action = [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:DescribeLogGroups",
          "logs:DescribeResourcePolicies",
          "logs:GetLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
        ]
        Resource = "*"
      },
    ], local.key_statements)
  })
}

# An execution that is aborted, or runs into a limit of Step Functions, tells no queue.
resource "aws_cloudwatch_metric_alarm" "executions" {
  for_each = toset(["ExecutionsFailed", "ExecutionsAborted", "ExecutionsTimedOut"])

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "An execution of the state machine ${var.name} did not succeed."
  namespace           = "AWS/States"
  metric_name         = each.key
  dimensions          = { StateMachineArn = aws_sfn_state_machine.this.arn }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.failed.arn]
  tags                = var.tags
}
