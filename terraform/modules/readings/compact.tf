# Where the table is only kept, too: what was written to it last is not merged yet, and is gone some days later unless it is.
module "compact_readings" {
  source = "../function"
  count  = length(aws_dynamodb_table.readings)

  name                 = "${var.name}-compact-readings"
  manifest             = var.functions["compact-readings"]
  dist                 = var.dist
  environment          = { READINGS_STORE = local.locations["dynamodb"] }
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "compact-readings", null)

  # It scans to find all devices, when an operator has all of the readings rebuilt.
  statements = [
    { actions = ["dynamodb:Query"], resources = ["${aws_dynamodb_table.readings[count.index].arn}/index/due"] },
    {
      actions = [
        "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem",
      ]
      resources = [aws_dynamodb_table.readings[count.index].arn]
    },
  ]
}

module "compact_schedule" {
  source = "../schedule"
  count  = length(module.compact_readings)

  account_id  = var.account_id
  function    = { name = module.compact_readings[count.index].name, arn = module.compact_readings[count.index].arn }
  expression  = var.functions["compact-readings"].schedule
  description = "Has the readings merged that were written into hours that are over"
  group       = "${var.name}-readings"
}
