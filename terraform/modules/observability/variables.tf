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

variable "functions" {
  description = "Names of the functions in which every error is an alarm, by their name in `dist/functions.json`."
  type        = map(string)
}

variable "sweep_log_group" {
  description = "Log group of the function that looks for exports that are due."
  type        = string
}

variable "download_api_id" {
  description = "Id of the HTTP API that answers the links in e-mails."
  type        = string
}
