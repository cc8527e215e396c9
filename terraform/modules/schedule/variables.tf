variable "function" {
  description = "Name and ARN of the function that is invoked. The schedule and, with `-schedule`, its role are named after it."
  type        = object({ name = string, arn = string })
}

variable "expression" {
  description = "When, such as `rate(1 minute)`, as EventBridge Scheduler has it."
  type        = string
}

variable "description" {
  description = "What the schedule is for."
  type        = string
}

variable "group" {
  description = "Name of the schedule's group, which has no other."
  type        = string
}

variable "account_id" {
  description = "AWS account of everything."
  type        = string
}
