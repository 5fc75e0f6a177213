variable "name" {
  description = "Names everything the module makes. The names of the model and of jobs begin with it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?$", var.name))
    error_message = "1 to 24 lower-case letters, digits and hyphens; first and last a letter or digit: it is part of the names of a bucket and of jobs."
  }
}

variable "image" {
  description = "The model's container image in ECR, with its tag or digest."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/[^:@]+[:@].+$", var.image))
    error_message = "An image in ECR: <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>."
  }
}

variable "model_data_url" {
  description = "The model's artifact, s3://<bucket>/<key>.tar.gz. Null: the image holds it."
  type        = string
  default     = null

  validation {
    condition     = var.model_data_url == null || can(regex("^s3://[^/]+/.+", var.model_data_url))
    error_message = "A place in S3: s3://<bucket>/<key>."
  }
}

variable "environment" {
  description = "The container's environment. No secrets: whoever may describe the model sees them."
  type        = map(string)
  default     = {}
}

variable "bucket_name" {
  description = "Null: <name>-<account>-<region>."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = "A key of your own for the bucket, the queue and the topic. Its policy must let CloudWatch publish to an encrypted topic. Null: keys that AWS keeps, at no cost."
  type        = string
  default     = null
}

variable "keep_input_days" {
  description = "Objects below input/, which the schedule reads, expire after so many days. Null: never."
  type        = number
  default     = 30
}

variable "keep_runs_days" {
  description = "Whole runs below scoring/, the connector's staging path, expire so many days after they were written, with their answers. Null: never."
  type        = number
  default     = null
}

variable "attempts" {
  description = "Transform jobs that an execution starts until one completes. Each is paid for."
  type        = number
  default     = 2

  validation {
    condition     = contains(range(1, 10), var.attempts)
    error_message = "1 to 9."
  }
}

variable "pause_seconds" {
  description = "Between a job that failed and the next."
  type        = number
  default     = 300
}

variable "job_timeout_seconds" {
  description = "A job that takes longer is stopped. SageMaker has no such limit itself."
  type        = number
  default     = 21600
}

variable "job_name_patterns" {
  description = "Jobs that the state machine may start and stop, with * and ?. Null: those it names itself, <name>-*. Widen it for callers who name their jobs."
  type        = list(string)
  default     = null
}

variable "schedule" {
  description = "Starts a job over all of input/ in the bucket, its answers go to output/<execution>/. Null: nothing is scheduled."
  type = object({
    expression                = string
    timezone                  = optional(string, "UTC")
    instance_type             = optional(string, "ml.m5.xlarge")
    instance_count            = optional(number, 1)
    content_type              = optional(string, "application/jsonlines")
    batch_strategy            = optional(string, "SingleRecord")
    max_payload_in_mb         = optional(number, 6)
    max_concurrent_transforms = optional(number)
  })
  default = null
}

variable "tags" {
  description = "On everything that takes tags, the scheduled jobs among them."
  type        = map(string)
  default     = {}
}
