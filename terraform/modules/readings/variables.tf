variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "account_id" {
  description = "AWS account of everything."
  type        = string
}

variable "partition" {
  description = "AWS partition of the Region, such as `aws`."
  type        = string
}

variable "region" {
  description = "AWS Region of everything."
  type        = string
}

variable "functions" {
  description = "Every function by name, as `dist/functions.json` defines them."
  type = map(object({
    zip            = string
    sha256         = string
    handler        = string
    description    = string
    timeoutSeconds = number
    memoryMb       = number
    environment    = list(string)
    graphqlFields  = list(string)
    iotRule        = optional(string)
    schedule       = optional(string)
  }))

  validation {
    condition     = try(var.functions["compact-readings"].schedule, null) != null
    error_message = "compact-readings must have a schedule: without it what is written to DynamoDB is gone some days later."
  }
}

variable "dist" {
  description = "Path of the folder that holds the zips."
  type        = string
}

variable "tables" {
  description = "Physical name and ARN of every DynamoDB table, by logical name."
  type        = map(object({ name = string, arn = string }))
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
}

variable "reserved_concurrency" {
  description = "Concurrency to reserve, by function name."
  type        = map(number)
  default     = {}
}

variable "graphql_api" {
  description = "The API that ingest pushes stored readings to."
  type        = object({ arn = string, url = string })
}

variable "store" {
  description = "Where readings are kept: `timestream` or `dynamodb`."
  type        = string
}

variable "kept_stores" {
  description = "Stores that stay with what they hold, beside the one in use."
  type        = set(string)
  default     = []
}

variable "deletion_protection" {
  description = "Whether stores refuse to be destroyed."
  type        = bool
}

variable "retention_days" {
  description = "How long readings are kept in DynamoDB, in days."
  type        = number
}

variable "maximum_throughput" {
  description = "Most request units a second that the DynamoDB table reads and writes, null each for what AWS allows; null where no limit was ever set."
  type        = object({ read_units = optional(number), write_units = optional(number) })
  default     = null
}

variable "memory_store_retention_hours" {
  description = "How long readings stay in Timestream's memory store, in hours."
  type        = number
}

variable "magnetic_store_retention_days" {
  description = "How long readings are kept in Timestream, in days."
  type        = number
}

variable "ingest_batch_window_seconds" {
  description = "How long published messages are collected before they are stored and pushed, in seconds."
  type        = number
}

variable "ingest_maximum_concurrency" {
  description = "Most instances of the ingest function that its queue may run at once."
  type        = number
}

variable "iot_log_level" {
  description = "What AWS IoT logs, for the whole account in this Region: `ERROR`, `WARN`, `INFO` or `DEBUG`; null to leave its log as it is."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = "ARN of the key in AWS KMS that the tables, the queues and the readings are encrypted with; null for the services' own keys."
  type        = string
  default     = null
}
