# What the tests compare the modules with: the build's own files, and the environments' settings.

terraform {
  required_providers {
    terraform = {
      source = "terraform.io/builtin/terraform"
    }
  }
}

variable "dist_path" {
  description = "Folder that `make build` wrote, absolute or relative to the root module."
  type        = string
  default     = "../dist"
}

locals {
  # In a test this module is the root module of its own run.
  root = "${path.module}/../.."

  dist = startswith(var.dist_path, "/") ? var.dist_path : "${local.root}/${var.dist_path}"
  api  = jsondecode(file("${local.dist}/api.json"))
}

output "dist" {
  value = local.dist
}

output "api" {
  value = local.api
}

output "functions" {
  value = jsondecode(file("${local.dist}/functions.json"))
}

# Every table under an ARN of its own, which mocks would not give.
output "tables" {
  value = {
    for table, definition in local.api.tables : table => {
      name       = "sonde-test-${table}"
      arn        = "arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-${table}"
      index_arns = { for index in keys(try(definition.indexes, {})) : index => "arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-${table}/index/${index}" }
    }
  }
}

output "function_arns" {
  value = {
    for function in toset([for source in local.api.dataSources : source.function if source.type == "AWS_LAMBDA"]) :
    function => "arn:aws:lambda:eu-west-1:123456789012:function:sonde-test-${function}"
  }
}

output "environments" {
  value = {
    for file in fileset("${local.root}/environments", "*.tfvars") :
    trimsuffix(file, ".tfvars") => provider::terraform::decode_tfvars(file("${local.root}/environments/${file}"))
  }
}
