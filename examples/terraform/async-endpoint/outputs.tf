output "endpoint_name" {
  description = "What InvokeEndpointAsync is called with."
  value       = aws_sagemaker_endpoint.this.name
}

output "output_path" {
  description = "Where answers go."
  value       = "s3://${var.bucket}/async/output/"
}

output "failure_path" {
  description = "Where failures go."
  value       = "s3://${var.bucket}/async/failures/"
}
