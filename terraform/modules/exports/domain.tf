# Links that were mailed before there was a domain keep working: the API answers by its own address, too.
resource "aws_apigatewayv2_domain_name" "download" {
  count = var.download_domain == null ? 0 : 1

  domain_name = var.download_domain.name

  domain_name_configuration {
    certificate_arn = var.download_domain.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "download" {
  count = length(aws_apigatewayv2_domain_name.download)

  api_id      = aws_apigatewayv2_api.download.id
  domain_name = aws_apigatewayv2_domain_name.download[count.index].id
  stage       = aws_apigatewayv2_stage.download.id
}

locals {
  download_url = var.download_domain == null ? aws_apigatewayv2_api.download.api_endpoint : "https://${aws_apigatewayv2_domain_name.download[0].domain_name}"
}
