module "query_readings" {
  source = "../function"

  name                 = "${var.name}-query-readings"
  manifest             = var.functions["query-readings"]
  dist                 = var.dist
  environment          = { READINGS_STORE = local.locations[var.store] }
  statements           = local.reading
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "query-readings", null)

  depends_on = [terraform_data.dynamodb_guard]
}
