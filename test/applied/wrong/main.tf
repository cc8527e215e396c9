# Each of these is wrong in one way, and right in all others.
variable "api_id" {
  description = "An API that is there."
  type        = string
}

locals {
  code = "export function request() { return {}; } export function response(ctx) { return ctx.result; }"
}

resource "aws_appsync_datasource" "none" {
  api_id = var.api_id
  name   = "right"
  type   = "NONE"
}

resource "aws_appsync_resolver" "no_field" {
  api_id      = var.api_id
  type        = "Query"
  field       = "nothing"
  data_source = aws_appsync_datasource.none.name
  code        = local.code

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}

resource "aws_appsync_resolver" "no_data_source" {
  api_id      = var.api_id
  type        = "Device"
  field       = "name"
  data_source = "missing"
  code        = local.code

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}

resource "aws_appsync_function" "no_code" {
  api_id      = var.api_id
  name        = "no_code"
  data_source = aws_appsync_datasource.none.name
  code        = "export function request( {"

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}

resource "aws_appsync_function" "no_runtime" {
  api_id      = var.api_id
  name        = "no_runtime"
  data_source = aws_appsync_datasource.none.name
  code        = local.code

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "2.0.0"
  }
}

resource "aws_appsync_datasource" "no_role" {
  api_id           = var.api_id
  name             = "no_role"
  type             = "AMAZON_DYNAMODB"
  service_role_arn = "arn:aws:iam::000000000000:role/nobody"

  dynamodb_config {
    table_name = "sonde-local-devices"
    region     = "eu-west-1"
  }
}
