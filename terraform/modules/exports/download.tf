module "export_download" {
  source = "../function"

  name                 = "${var.name}-export-download"
  manifest             = var.functions["export-download"]
  dist                 = var.dist
  environment          = local.environments["export-download"]
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "export-download", null)

  statements = [
    { actions = ["dynamodb:GetItem"], resources = [for table in ["exports", "identities"] : var.tables[table].arn] },
    # For the URLs that it signs, which may do what its role may.
    { actions = ["s3:GetObject"], resources = ["${aws_s3_bucket.this["exports"].arn}/*"] },
  ]
}

# The secret in the path is the authorization, and the function checks it.
resource "aws_apigatewayv2_api" "download" {
  name          = "${var.name}-download"
  description   = "Answers the links to exports that recipients get by e-mail"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "download" {
  api_id                 = aws_apigatewayv2_api.download.id
  integration_type       = "AWS_PROXY"
  integration_uri        = module.export_download.invoke_arn
  integration_method     = "POST"
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "download" {
  for_each = toset(var.functions["export-download"].httpRoutes)

  api_id    = aws_apigatewayv2_api.download.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.download.id}"
}

resource "aws_cloudwatch_log_group" "download" {
  # The prefix of those that services write to without an entry each in the account's log policy, which has little room.
  name              = "/aws/vendedlogs/${var.name}-download"
  retention_in_days = var.log_retention_days
}

resource "aws_apigatewayv2_stage" "download" {
  api_id      = aws_apigatewayv2_api.download.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = var.download_rate_limit
    throttling_burst_limit = var.download_burst_limit
  }

  # Never the path, which has the secret, nor who asks.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.download.arn

    format = jsonencode({
      requestId        = "$context.requestId"
      routeKey         = "$context.routeKey"
      status           = "$context.status"
      latency          = "$context.responseLatency"
      integrationError = "$context.integrationErrorMessage"
    })
  }
}

resource "aws_lambda_permission" "download" {
  statement_id  = "download"
  action        = "lambda:InvokeFunction"
  function_name = module.export_download.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.download.execution_arn}/*/*"
}
