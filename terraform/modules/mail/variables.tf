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
  }))
}

variable "dist" {
  description = "Path of the folder that holds the zips."
  type        = string
}

variable "tables" {
  description = "Physical name and ARN of every DynamoDB table, by logical name."
  type        = map(object({ name = string, arn = string }))
}

variable "address" {
  description = "Address that e-mails come from."
  type        = string
}

variable "sign_in_url" {
  description = "Where people sign up and sign in, for the link in invitations; null for none."
  type        = string
  default     = null
}

variable "domain" {
  description = "Domain of that address, or one above it, that is the identity in SES; null where the address itself is."
  type        = string
  default     = null
}

variable "manage_identity" {
  description = "Whether to make the identity in SES. Where it is there already, no."
  type        = bool
}

variable "mail_from_subdomain" {
  description = "Label below `domain` that bounces are returned to; null for a domain of SES's own."
  type        = string
  default     = null
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
  description = "ARN of the key in AWS KMS that the tables are encrypted with; null for the services' own keys."
  type        = string
  default     = null
}
