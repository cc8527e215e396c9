output "arn" {
  description = "ARN of the API."
  value       = aws_appsync_graphql_api.this.arn
}

output "introspection" {
  description = "Whether the API answers introspection queries."
  value       = aws_appsync_graphql_api.this.introspection_config == "ENABLED"
}

output "graphql_url" {
  description = "URL of queries and mutations."
  value       = aws_appsync_graphql_api.this.uris["GRAPHQL"]
}

output "realtime_url" {
  description = "WebSocket URL of subscriptions."
  value       = aws_appsync_graphql_api.this.uris["REALTIME"]
}
