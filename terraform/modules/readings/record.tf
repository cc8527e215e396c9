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
    GRAPHQL_URL    = var.graphql_api.url
    LATEST_TABLE   = var.tables["latest"].name
    READINGS_STORE = local.locations[var.store]
  }

  statements = concat(local.writing, [
    { actions = ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"], resources = [var.tables["latest"].arn] },
  ])

  depends_on = [terraform_data.dynamodb_guard]
}
