output "model_name" {
  description = "The connector's option model. Another image, artifact or environment is another model."
  value       = aws_sagemaker_model.this.name
}

output "staging_path" {
  description = "The connector's option stagingPath."
  value       = "s3a://${aws_s3_bucket.this.id}/scoring"
}

output "bucket" {
  description = "input/ is what the schedule reads, output/ where its answers go, scoring/ the connector's."
  value       = aws_s3_bucket.this.id
}

output "state_machine_arn" {
  description = "Start executions of it: the input is documented in docs/terraform.md."
  value       = aws_sfn_state_machine.this.arn
}

output "queue_url" {
  description = "One message for each execution that failed; also a queue for the connector's deadLetterQueueUrl."
  value       = aws_sqs_queue.failed.url
}

output "topic_arn" {
  description = "Subscribe to it to be told of failures."
  value       = aws_sns_topic.failed.arn
}

output "execution_role_arn" {
  description = "The role that SageMaker runs the model with."
  value       = aws_iam_role.execution.arn
}

output "execution_role_name" {
  description = "The same role, to attach more policies to."
  value       = aws_iam_role.execution.name
}
