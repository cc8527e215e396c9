# Readings are kept in one store. Others may stay beside it with what they hold, such as while it is copied from one to the other.
locals {
  stores = setunion([var.store], var.kept_stores)

  # Timestream's own names allow no hyphen without quotes in SQL.
  database_name = replace(var.name, "-", "_")
  table_names   = { timestream = "readings", dynamodb = "${var.name}-readings" }

  # As functions are told of them: functions/shared/readings/location.ts.
  locations = {
    for store, location in {
      timestream = "timestream:${local.database_name}/${local.table_names.timestream}"
      dynamodb   = "dynamodb:${local.table_names.dynamodb}/${var.retention_days}"
    } : store => location if contains(local.stores, store)
  }

  # What a function may do that reads, or writes, the store in use; of another one, nothing.
  reading = {
    timestream = [
      { actions = ["timestream:Select"], resources = aws_timestreamwrite_table.readings[*].arn },
      {
        actions             = ["timestream:CancelQuery", "timestream:DescribeEndpoints"]
        resources           = ["*"]
        any_resource_reason = "Timestream gives these actions no resource: a query has no ARN, and endpoints belong to the account."
      },
    ]
    dynamodb = [
      { actions = ["dynamodb:Query"], resources = aws_dynamodb_table.readings[*].arn },
    ]
  }[var.store]

  writing = {
    timestream = [
      { actions = ["timestream:WriteRecords"], resources = aws_timestreamwrite_table.readings[*].arn },
      {
        actions             = ["timestream:DescribeEndpoints"]
        resources           = ["*"]
        any_resource_reason = "Timestream gives this action no resource: endpoints belong to the account."
      },
    ]
    dynamodb = [
      { actions = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"], resources = aws_dynamodb_table.readings[*].arn },
    ]
  }[var.store]
}
