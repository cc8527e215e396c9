output "deletion_protection" {
  description = "Whether every table refuses to be deleted."
  value       = alltrue([for table in aws_dynamodb_table.this : table.deletion_protection_enabled])
}

output "tables" {
  description = "Physical name, ARN and ARNs of the indexes of every table, by logical name."
  value = {
    for table, resource in aws_dynamodb_table.this : table => {
      name       = resource.name
      arn        = resource.arn
      index_arns = { for index in keys(var.tables[table].indexes) : index => "${resource.arn}/index/${index}" }
    }
  }
}
