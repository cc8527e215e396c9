# A GraphQL API with what Sonde's own has no use for: keys, versions, batches.
variable "user_pool_id" {
  description = "A user pool that is there."
  type        = string
}

variable "role_arn" {
  description = "A role that AppSync may assume."
  type        = string
}

variable "expires" {
  description = "When the key expires."
  type        = string
}

variable "is_changed" {
  description = "Whether all that can be changed has its second value."
  type        = bool
  default     = false
}

locals {
  code = "export function request() { return {}; } export function response(ctx) { return ctx.result; }"
}

resource "aws_appsync_graphql_api" "this" {
  name                 = "keys-and-versions"
  authentication_type  = "API_KEY"
  query_depth_limit    = var.is_changed ? 10 : 5
  resolver_count_limit = var.is_changed ? 0 : 100
  introspection_config = var.is_changed ? "ENABLED" : "DISABLED"

  schema = <<-EOT
    type Query { plain: String versioned: String batched: String piped: String }
  EOT

  additional_authentication_provider {
    authentication_type = "AMAZON_COGNITO_USER_POOLS"

    user_pool_config {
      user_pool_id        = var.user_pool_id
      aws_region          = "eu-west-1"
      app_id_client_regex = var.is_changed ? "changed.*" : "first.*"
    }
  }

  additional_authentication_provider {
    authentication_type = "AWS_IAM"
  }
}

resource "aws_appsync_api_key" "this" {
  api_id      = aws_appsync_graphql_api.this.id
  description = var.is_changed ? "changed" : "first"
  expires     = var.expires
}

resource "aws_appsync_datasource" "none" {
  api_id      = aws_appsync_graphql_api.this.id
  name        = "none"
  description = var.is_changed ? "changed" : "first"
  type        = "NONE"
}

resource "aws_appsync_datasource" "versioned" {
  api_id           = aws_appsync_graphql_api.this.id
  name             = "versioned"
  type             = "AMAZON_DYNAMODB"
  service_role_arn = var.role_arn

  dynamodb_config {
    table_name = "items"
    region     = "eu-west-1"
    versioned  = true

    delta_sync_config {
      base_table_ttl        = var.is_changed ? 60 : 30
      delta_sync_table_name = "changes"
      delta_sync_table_ttl  = var.is_changed ? 120 : 60
    }
  }
}

resource "aws_appsync_datasource" "function" {
  api_id           = aws_appsync_graphql_api.this.id
  name             = "function"
  type             = "AWS_LAMBDA"
  service_role_arn = var.role_arn

  lambda_config {
    function_arn = "arn:aws:lambda:eu-west-1:000000000000:function:batched"
  }
}

resource "aws_appsync_function" "batched" {
  api_id         = aws_appsync_graphql_api.this.id
  name           = "batched"
  data_source    = aws_appsync_datasource.function.name
  max_batch_size = var.is_changed ? 2000 : 10
  code           = local.code

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}

resource "aws_appsync_function" "versioned" {
  api_id      = aws_appsync_graphql_api.this.id
  name        = "versioned"
  data_source = aws_appsync_datasource.versioned.name
  code        = local.code

  sync_config {
    conflict_detection = "VERSION"
    conflict_handler   = var.is_changed ? "AUTOMERGE" : "OPTIMISTIC_CONCURRENCY"
  }

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}

resource "aws_appsync_resolver" "plain" {
  api_id      = aws_appsync_graphql_api.this.id
  type        = "Query"
  field       = "plain"
  data_source = aws_appsync_datasource.none.name
  code        = "export function request() { return { payload: '${var.is_changed ? "changed" : "first"}' }; } export function response(ctx) { return ctx.result; }"

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}

resource "aws_appsync_resolver" "batched" {
  api_id         = aws_appsync_graphql_api.this.id
  type           = "Query"
  field          = "batched"
  data_source    = aws_appsync_datasource.function.name
  max_batch_size = var.is_changed ? 20 : 10
  code           = local.code

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}

resource "aws_appsync_resolver" "versioned" {
  api_id      = aws_appsync_graphql_api.this.id
  type        = "Query"
  field       = "versioned"
  data_source = aws_appsync_datasource.versioned.name
  code        = local.code

  sync_config {
    conflict_detection = "VERSION"
    conflict_handler   = "LAMBDA"

    lambda_conflict_handler_config {
      lambda_conflict_handler_arn = "arn:aws:lambda:eu-west-1:000000000000:function:${var.is_changed ? "changed" : "first"}"
    }
  }

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}

resource "aws_appsync_resolver" "piped" {
  api_id = aws_appsync_graphql_api.this.id
  type   = "Query"
  field  = "piped"
  kind   = "PIPELINE"
  code   = local.code

  pipeline_config {
    functions = var.is_changed ? [aws_appsync_function.batched.function_id] : [
      aws_appsync_function.versioned.function_id,
      aws_appsync_function.batched.function_id,
    ]
  }

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}
