variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "account_id" {
  description = "AWS account of everything."
  type        = string
}

variable "dead_letter_queues" {
  description = "URLs of the dead-letter queues, by queue name."
  type        = map(string)
}

variable "alarm_email" {
  description = "Address that alarms are mailed to; null for none."
  type        = string
  default     = null
}
