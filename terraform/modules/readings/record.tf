module "record_readings" {
  source = "../function"

  name                 = "${var.name}-record-readings"
  manifest             = var.functions["record-readings"]
  dist                 = var.dist
  graphql_api_arn      = var.graphql_api.arn
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "record-readings", null)

  environment = {
    GRAPHQL_URL       = var.graphql_api.url
    LATEST_TABLE      = var.tables["latest"].name
    READINGS_DATABASE = aws_timestreamwrite_database.this.database_name
    READINGS_TABLE    = aws_timestreamwrite_table.readings.table_name
  }

  statements = [
    { actions = ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"], resources = [var.tables["latest"].arn] },
    { actions = ["timestream:WriteRecords"], resources = [aws_timestreamwrite_table.readings.arn] },
    {
      actions             = ["timestream:DescribeEndpoints"]
      resources           = ["*"]
      any_resource_reason = "Timestream gives this action no resource: endpoints belong to the account."
    },
  ]
}
