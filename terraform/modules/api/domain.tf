resource "aws_appsync_domain_name" "this" {
  count = var.domain == null ? 0 : 1

  domain_name     = var.domain.name
  certificate_arn = var.domain.certificate_arn
  description     = "Where the front ends of ${var.name} find it"
}

resource "aws_appsync_domain_name_api_association" "this" {
  count = length(aws_appsync_domain_name.this)

  api_id      = aws_appsync_graphql_api.this.id
  domain_name = aws_appsync_domain_name.this[count.index].domain_name
}
