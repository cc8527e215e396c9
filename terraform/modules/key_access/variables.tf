variable "kms_key_arn" {
  description = "ARN of the key in AWS KMS that the tables, the queues of readings and the readings are encrypted with; null where services use keys of their own."
  type        = string
}

variable "actions" {
  description = "All that a role may do, such as `dynamodb:GetItem`."
  type        = list(string)
}
