variable "name" {
  description = "Name of the function, of its role and, after `/aws/lambda/`, of its log group."
  type        = string
}

variable "manifest" {
  description = "The function's entry in `dist/functions.json`; `sha256` is base64."
  type = object({
    zip            = string
    sha256         = string
    handler        = string
    description    = string
    timeoutSeconds = number
    memoryMb       = number
    environment    = list(string)
    graphqlFields  = list(string)
  })
}

variable "dist" {
  description = "Path of the folder that holds the zip."
  type        = string
}

variable "environment" {
  description = "Environment variables: exactly those that the manifest names."
  type        = map(string)

  validation {
    condition     = toset(keys(var.environment)) == toset(var.manifest.environment)
    error_message = "The environment of ${var.name} must be exactly what its configuration schema requires: ${join(", ", sort(var.manifest.environment))}. It is: ${join(", ", keys(var.environment))}."
  }
}

variable "statements" {
  description = "What the function may do, beside writing its own log and trace. Where an action takes no resource, `resources` is `[\"*\"]` and `any_resource_reason` says so. `condition` is by operator and key."
  type = list(object({
    actions             = list(string)
    resources           = list(string)
    any_resource_reason = optional(string)
    condition           = optional(map(map(string)))
  }))
  default = []

  validation {
    condition     = alltrue([for action in flatten(var.statements[*].actions) : !strcontains(action, "*")])
    error_message = "Actions of ${var.name} must be named one by one, without \"*\"."
  }

  validation {
    condition     = alltrue([for statement in var.statements : !contains(statement.resources, "*") || statement.any_resource_reason != null])
    error_message = "A statement of ${var.name} on every resource (\"*\") must say in any_resource_reason why it cannot name one."
  }
}

variable "graphql_api_arn" {
  description = "ARN of the API whose fields, those that the manifest names, the function may call; null where it names none."
  type        = string
  default     = null

  validation {
    condition     = length(var.manifest.graphqlFields) == 0 || var.graphql_api_arn != null
    error_message = "${var.name} calls ${join(", ", var.manifest.graphqlFields)}: graphql_api_arn must say of which API."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key in AWS KMS that what the function reads and writes is encrypted with; null where services use keys of their own."
  type        = string
  default     = null
}

variable "reserved_concurrency" {
  description = "Concurrency to reserve for the function; null for none."
  type        = number
  default     = null
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
}
