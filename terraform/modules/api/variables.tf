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

variable "api" {
  description = "The API, as `dist/api.json` defines it."
  type = object({
    schema        = string
    authorization = list(string)
    dataSources = map(object({
      type     = string
      table    = optional(string)
      rights   = optional(map(list(string)), {})
      function = optional(string)
    }))
    functions = map(object({
      dataSource = string
      code       = string
    }))
    resolvers = map(object({
      kind       = string
      code       = string
      dataSource = optional(string)
      functions  = optional(list(string), [])
    }))
  })

  validation {
    condition     = length(var.api.authorization) > 0 && alltrue([for mode in var.api.authorization : contains(["AMAZON_COGNITO_USER_POOLS", "AWS_IAM"], mode)])
    error_message = "api.authorization must be AMAZON_COGNITO_USER_POOLS, AWS_IAM or both, the default one first."
  }

  validation {
    condition     = alltrue([for source in var.api.dataSources : contains(["AMAZON_DYNAMODB", "AWS_LAMBDA", "NONE"], source.type)])
    error_message = "Data sources must be of type AMAZON_DYNAMODB, AWS_LAMBDA or NONE."
  }

  validation {
    condition     = alltrue([for action in flatten([for source in var.api.dataSources : values(source.rights)]) : can(regex("^dynamodb:[A-Za-z]+$", action))])
    error_message = "Actions of data sources must be named one by one, such as \"dynamodb:GetItem\"."
  }
}

variable "tables" {
  description = "Physical name and ARN of every DynamoDB table, by logical name."
  type        = map(object({ name = string, arn = string }))

  validation {
    condition     = length(setsubtract(local.placeholders, keys(var.tables))) == 0
    error_message = "Resolver code names tables that do not exist: ${join(", ", setsubtract(local.placeholders, keys(var.tables)))}."
  }
}

variable "function_arns" {
  description = "ARN of every Lambda function, by its name in `dist/functions.json`."
  type        = map(string)
}

variable "user_pool_id" {
  description = "Cognito user pool whose tokens the API takes."
  type        = string
}

variable "introspection" {
  description = "Whether the API answers introspection queries."
  type        = bool
}

variable "query_depth_limit" {
  description = "Deepest nesting of a query that the API accepts."
  type        = number
}

variable "resolver_count_limit" {
  description = "Most resolvers that one query may run."
  type        = number
}

variable "enhanced_metrics" {
  description = "Whether CloudWatch counts and times every resolver, data source and operation, which it charges for."
  type        = bool
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
}

variable "domain" {
  description = "Domain name for front ends, and the ARN of its certificate in us-east-1; null for none."
  type        = object({ name = string, certificate_arn = string })
  default     = null
}

variable "kms_key_arn" {
  description = "ARN of the key in AWS KMS that the tables are encrypted with; null for the services' own keys."
  type        = string
  default     = null
}
