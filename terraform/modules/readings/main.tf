# Timestream's own names allow no hyphen without quotes in SQL.
resource "aws_timestreamwrite_database" "this" {
  database_name = replace(var.name, "-", "_")
  kms_key_id    = var.kms_key_arn
}

resource "aws_timestreamwrite_table" "readings" {
  database_name = aws_timestreamwrite_database.this.database_name
  table_name    = "readings"

  # Every query names its device. Key and type can never change; the enforcement can.
  schema {
    composite_partition_key {
      type                  = "DIMENSION"
      name                  = "device_id"
      enforcement_in_record = "REQUIRED"
    }
  }

  retention_properties {
    memory_store_retention_period_in_hours  = var.memory_store_retention_hours
    magnetic_store_retention_period_in_days = var.magnetic_store_retention_days
  }

  # A device that was offline for longer than the memory store reaches back still delivers.
  magnetic_store_write_properties {
    enable_magnetic_store_writes = true
  }

  tags = {
    Purpose = "Readings of every device"
  }
}

module "query_readings" {
  source = "../function"

  name                 = "${var.name}-query-readings"
  manifest             = var.functions["query-readings"]
  dist                 = var.dist
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "query-readings", null)

  environment = {
    READINGS_DATABASE = aws_timestreamwrite_database.this.database_name
    READINGS_TABLE    = aws_timestreamwrite_table.readings.table_name
  }

  statements = [
    { actions = ["timestream:Select"], resources = [aws_timestreamwrite_table.readings.arn] },
    {
      actions             = ["timestream:CancelQuery", "timestream:DescribeEndpoints"]
      resources           = ["*"]
      any_resource_reason = "Timestream gives these actions no resource: a query has no ARN, and endpoints belong to the account."
    },
  ]
}
