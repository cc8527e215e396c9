variable "name" {
  description = "Prefix of every name."
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

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
}

variable "reserved_concurrency" {
  description = "Concurrency to reserve, by function name."
  type        = map(number)
  default     = {}
}

variable "sign_up" {
  description = "Who may sign up: `invited` or `open`."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the user pool refuses to be deleted."
  type        = bool
}

variable "mfa" {
  description = "Whether people sign in with a code of an authenticator app, too: `OFF`, `OPTIONAL` (each decides) or `ON`, which services cannot."
  type        = string
}

variable "mail_sender" {
  description = "Address that the pool's e-mails come from, and the ARN of the SES identity that covers it; null for Cognito's own sender."
  type        = object({ address = string, identity_arn = string })
  default     = null
}

variable "hosted_sign_in" {
  description = "Prefix of the domain of Cognito's sign-in pages, and where they may lead back to; null for none."
  type        = object({ domain_prefix = string, callback_urls = list(string), logout_urls = list(string) })
  default     = null
}

variable "kms_key_arn" {
  description = "ARN of the key in AWS KMS that the tables are encrypted with; null for the services' own keys."
  type        = string
  default     = null
}
