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
  }))

  validation {
    condition     = try(var.functions["import-devices"].schedule, null) != null
    error_message = "import-devices must have a schedule: without it an import that a worker left stays as it is."
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

variable "device_policy" {
  description = "Name of the IoT policy of devices."
  type        = string
}

variable "device_type" {
  description = "Name of the IoT thing type of devices."
  type        = string
}

variable "mqtt" {
  description = "Where devices connect, and where the authority is that they check it by."
  type        = object({ host = string, port = number, root_ca_url = string })
}

variable "certificates_per_second" {
  description = "How many devices of a file get a certificate in a second."
  type        = number
}

variable "upload_origins" {
  description = "Origins of the pages that may upload files and read reports; empty for none."
  type        = list(string)
}

variable "deletion_protection" {
  description = "Whether the bucket refuses to be deleted while there is something in it."
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

variable "kms_key_arn" {
  description = "ARN of the key in AWS KMS that the tables and the bucket are encrypted with; null for the services' own keys."
  type        = string
  default     = null
}
