resource "aws_appsync_graphql_api" "this" {
  name                 = var.name
  schema               = var.api.schema
  authentication_type  = var.api.authorization[0]
  introspection_config = var.introspection ? "ENABLED" : "DISABLED"
  query_depth_limit    = var.query_depth_limit
  resolver_count_limit = var.resolver_count_limit
  xray_enabled         = true

  dynamic "user_pool_config" {
    for_each = var.api.authorization[0] == "AMAZON_COGNITO_USER_POOLS" ? [var.user_pool_id] : []

    content {
      user_pool_id   = user_pool_config.value
      default_action = "ALLOW" # The schema's directives say who may call what.
    }
  }

  dynamic "additional_authentication_provider" {
    for_each = slice(var.api.authorization, 1, length(var.api.authorization))

    content {
      authentication_type = additional_authentication_provider.value

      dynamic "user_pool_config" {
        for_each = additional_authentication_provider.value == "AMAZON_COGNITO_USER_POOLS" ? [var.user_pool_id] : []

        content {
          user_pool_id = user_pool_config.value
        }
      }
    }
  }

  # Headers, variables and results hold tokens and people's data.
  log_config {
    cloudwatch_logs_role_arn = aws_iam_role.logs.arn
    field_log_level          = "ERROR"
    exclude_verbose_content  = true
  }

  dynamic "enhanced_metrics_config" {
    for_each = var.enhanced_metrics ? [true] : []

    content {
      data_source_level_metrics_behavior = "FULL_REQUEST_DATA_SOURCE_METRICS"
      operation_level_metrics_config     = "ENABLED"
      resolver_level_metrics_behavior    = "FULL_REQUEST_RESOLVER_METRICS"
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/appsync/apis/${aws_appsync_graphql_api.this.id}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "logs" {
  name        = "${var.name}-api-logs"
  description = "Writes the log of the API ${var.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "appsync.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        # The API, which needs this role first, has no id yet.
        ArnLike = { "aws:SourceArn" = "arn:${var.partition}:appsync:${var.region}:${var.account_id}:apis/*" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "logs" {
  name = "${var.name}-api-logs"
  role = aws_iam_role.logs.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
    }]
  })
}

resource "aws_appsync_function" "this" {
  for_each = var.api.functions

  api_id      = aws_appsync_graphql_api.this.id
  name        = each.key
  data_source = aws_appsync_datasource.this[each.value.dataSource].name
  code        = local.code["functions/${each.key}"]

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}

# By "Type.field", so that another name is another resolver, and no other moves. Through the API's id each waits for the schema that has its field.
resource "aws_appsync_resolver" "this" {
  for_each = var.api.resolvers

  api_id      = aws_appsync_graphql_api.this.id
  type        = split(".", each.key)[0]
  field       = split(".", each.key)[1]
  kind        = each.value.kind
  data_source = each.value.kind == "UNIT" ? aws_appsync_datasource.this[each.value.dataSource].name : null
  code        = local.code["resolvers/${each.key}"]

  dynamic "pipeline_config" {
    for_each = each.value.kind == "PIPELINE" ? [each.value.functions] : []

    content {
      functions = [for function in pipeline_config.value : aws_appsync_function.this[function].function_id]
    }
  }

  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}
