locals {
  zip = "${var.dist}/${var.manifest.zip}"

  fields = [for field in var.manifest.graphqlFields : "${var.graphql_api_arn}/types/${split(".", field)[0]}/fields/${split(".", field)[1]}"]

  statements = concat(
    [
      { actions = ["logs:CreateLogStream", "logs:PutLogEvents"], resources = ["${aws_cloudwatch_log_group.this.arn}:*"] },
      # X-Ray's write actions take no resource.
      { actions = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources = ["*"] },
    ],
    length(local.fields) > 0 ? [{ actions = ["appsync:GraphQL"], resources = local.fields }] : [],
    [for statement in var.statements : { actions = statement.actions, resources = statement.resources, condition = statement.condition }],
  )
}

# Made before the function, which would otherwise make one without an end to its retention.
resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "this" {
  name        = var.name
  description = "What the function ${var.name} may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = var.name
  role = aws_iam_role.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for statement in local.statements : merge(
        {
          Effect   = "Allow"
          Action   = statement.actions
          Resource = statement.resources
        },
        try(statement.condition, null) == null ? {} : { Condition = statement.condition },
      )],
      module.key_access.statements,
    )
  })
}

module "key_access" {
  source = "../key_access"

  kms_key_arn = var.kms_key_arn
  actions     = flatten(var.statements[*].actions)
}

resource "aws_lambda_function" "this" {
  function_name                  = var.name
  description                    = var.manifest.description
  role                           = aws_iam_role.this.arn
  runtime                        = "nodejs22.x"
  architectures                  = ["arm64"]
  handler                        = var.manifest.handler
  filename                       = local.zip
  source_code_hash               = var.manifest.sha256
  timeout                        = var.manifest.timeoutSeconds
  memory_size                    = var.manifest.memoryMb
  reserved_concurrent_executions = var.reserved_concurrency

  environment {
    variables = var.environment
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = "Active"
  }

  # A function that runs before its role may do anything fails for no reason of its own.
  depends_on = [aws_iam_role_policy.this]

  lifecycle {
    precondition {
      condition     = fileexists(local.zip)
      error_message = "There is no ${local.zip}: run `make build` first."
    }
  }
}
