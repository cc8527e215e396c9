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
    schedule       = optional(string)
    httpRoutes     = optional(list(string), [])
  }))

  validation {
    condition     = try(var.functions["export-sweep"].schedule, null) != null
    error_message = "export-sweep must have a schedule: without it an export that a worker left stays as it is."
  }

  validation {
    condition     = length(try(var.functions["export-download"].httpRoutes, [])) > 0
    error_message = "export-download must have routes: without them no link in an e-mail works."
  }
}

variable "dist" {
  description = "Path of the folder that holds the zips."
  type        = string
}

variable "tables" {
  description = "Physical name, ARN and ARNs of the indexes of every DynamoDB table, by logical name."
  type        = map(object({ name = string, arn = string, index_arns = map(string) }))
}

variable "readings_store" {
  description = "The store of the readings: its kind, `timestream` or `dynamodb`, where it is, as functions are told, and the ARN of its table."
  type        = object({ kind = string, location = string, table_arn = string })
}

variable "graphql_api" {
  description = "The API that the progress of exports is pushed through."
  type        = object({ arn = string, url = string })
}

variable "export_days" {
  description = "How long the files of an export and their links live, in days."
  type        = number
}

variable "mail_from" {
  description = "Address that e-mails come from."
  type        = string
}

variable "configuration_set_arn" {
  description = "ARN of the SES configuration set that e-mails are sent by, as the default of their sender's identity."
  type        = string
}

variable "download_rate_limit" {
  description = "Requests a second that the links in e-mails may be asked, in the long run."
  type        = number
}

variable "download_burst_limit" {
  description = "Requests that the links in e-mails may be asked at once."
  type        = number
}

variable "deletion_protection" {
  description = "Whether the buckets refuse to be deleted while there is something in them."
  type        = bool
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

variable "download_domain" {
  description = "Domain name of the links in e-mails, and the ARN of its certificate in this Region; null for none."
  type        = object({ name = string, certificate_arn = string })
  default     = null
}

variable "kms_key_arn" {
  description = "ARN of the key in AWS KMS that the tables and the readings are encrypted with; null for the services' own keys."
  type        = string
  default     = null
}
