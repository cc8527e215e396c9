variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "api_arn" {
  description = "ARN of the API to stand before."
  type        = string
}

variable "requests_per_5_minutes" {
  description = "Most requests that one source address may send in five minutes, those signed with IAM credentials left out."
  type        = number
}
