output "tables" {
  description = "Physical name and ARN of every table, by logical name."
  value       = { for table, resource in aws_dynamodb_table.this : table => { name = resource.name, arn = resource.arn } }
}
