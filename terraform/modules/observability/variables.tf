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
  description = "Names of all functions, by their name in `dist/functions.json`."
  type        = map(string)
}

variable "sweep_log_group" {
  description = "Log group of the function that looks for exports that are due."
  type        = string
}

variable "import_log_group" {
  description = "Log group of the function that makes the devices of imported files."
  type        = string
}

variable "download_api_id" {
  description = "Id of the HTTP API that answers the links in e-mails."
  type        = string
}

variable "region" {
  description = "AWS Region of everything."
  type        = string
}

variable "api_id" {
  description = "Id of the GraphQL API."
  type        = string
}

variable "ingest_queue" {
  description = "Name of the queue of published messages that wait to be stored."
  type        = string
}

variable "worker_log_group" {
  description = "Log group of the function that makes exports."
  type        = string
}

variable "tables" {
  description = "Names of the DynamoDB tables, by logical name, for the dashboard."
  type        = map(string)
}

variable "readings_in_timestream" {
  description = "Whether there is a store of readings in Timestream."
  type        = bool
}

variable "readings_in_dynamodb" {
  description = "Name of the DynamoDB table of the readings, and the log group of the function that merges what is written to it; null where there is none."
  type        = object({ table = string, compaction_log_group = string })
  default     = null
}

variable "web_acl" {
  description = "Name of the web ACL before the API; null where there is none."
  type        = string
  default     = null
}

variable "monthly_budget" {
  description = "Dollars a month, of the whole account, that `alarm_email` is told of when they are nearly spent; null for no budget."
  type        = number
  default     = null
}
