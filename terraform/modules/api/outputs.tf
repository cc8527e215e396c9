output "arn" {
  description = "ARN of the API."
  value       = aws_appsync_graphql_api.this.arn
}

output "id" {
  description = "Id of the API, by which CloudWatch counts what it does."
  value       = aws_appsync_graphql_api.this.id
}

output "introspection" {
  description = "Whether the API answers introspection queries."
  value       = aws_appsync_graphql_api.this.introspection_config == "ENABLED"
}

output "client_urls" {
  description = "URLs for front ends: by the domain name, where there is one."
  value = var.domain == null ? {
    graphql  = aws_appsync_graphql_api.this.uris["GRAPHQL"]
    realtime = aws_appsync_graphql_api.this.uris["REALTIME"]
    } : {
    graphql  = "https://${aws_appsync_domain_name.this[0].domain_name}/graphql"
    realtime = "wss://${aws_appsync_domain_name.this[0].domain_name}/graphql/realtime"
  }
}

output "dns_records" {
  description = "CNAME records to be made: by name, what each is to lead to."
  value       = { for domain in aws_appsync_domain_name.this : domain.domain_name => domain.appsync_domain_name }
}

output "graphql_url" {
  description = "URL of queries and mutations, by which requests are signed."
  value       = aws_appsync_graphql_api.this.uris["GRAPHQL"]
}
