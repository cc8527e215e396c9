variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "tables" {
  description = "Tables by logical name, as `dist/api.json` defines them. Keys, those of indexes too, are strings; `timeToLive` holds epoch seconds."
  type = map(object({
    partitionKey = string
    sortKey      = optional(string)
    timeToLive   = optional(string)
    indexes      = optional(map(object({ partitionKey = string, sortKey = string })), {})
    purpose      = string
  }))
}

variable "deletion_protection" {
  description = "Whether tables refuse to be deleted."
  type        = bool
}

variable "kms_key_arn" {
  description = "ARN of the key in AWS KMS that the tables are encrypted with; null for the services' own keys."
  type        = string
  default     = null
}
