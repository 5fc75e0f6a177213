variable "name" {
  description = "Names everything the module makes, the endpoint among it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$", var.name))
    error_message = "1 to 32 lower-case letters, digits and hyphens; first and last a letter or digit."
  }
}

variable "model_name" {
  description = "The SageMaker model that answers, such as the module batch-transform's model_name."
  type        = string
}

variable "execution_role_name" {
  description = "The model's execution role. It gets what it needs to write the answers; it must be able to read the requests already."
  type        = string
}

variable "bucket" {
  description = "Answers go to async/output/ in it, failures to async/failures/."
  type        = string
}

variable "kms_key_arn" {
  description = "A key of your own that answers are encrypted with. Null: as the bucket does it."
  type        = string
  default     = null
}

variable "error_topic_arn" {
  description = "An SNS topic that is told of requests that failed. Null: none is."
  type        = string
  default     = null
}

variable "instance_type" {
  description = "One instance of it costs from the first request to some minutes after the last."
  type        = string
  default     = "ml.m5.xlarge"
}

variable "max_instances" {
  description = "Most instances at once."
  type        = number
  default     = 2

  validation {
    condition     = var.max_instances >= 1
    error_message = "At least 1: nothing would ever answer."
  }
}

variable "max_concurrent_invocations_per_instance" {
  description = "Requests that an instance works on at once. Null: SageMaker decides."
  type        = number
  default     = null
}

variable "backlog_per_instance" {
  description = "Requests waiting for each instance. With more, instances are added; with less, taken away, down to none."
  type        = number
  default     = 5
}

variable "scale_in_seconds" {
  description = "Before an instance is taken away. It costs as long."
  type        = number
  default     = 600
}

variable "scale_out_seconds" {
  description = "Before another instance is added: about as long as one takes to start."
  type        = number
  default     = 300
}

variable "tags" {
  description = "On everything that takes tags."
  type        = map(string)
  default     = {}
}
