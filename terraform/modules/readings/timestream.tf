resource "aws_timestreamwrite_database" "this" {
  count = contains(local.stores, "timestream") ? 1 : 0

  database_name = local.database_name
  kms_key_id    = var.kms_key_arn
}

resource "aws_timestreamwrite_table" "readings" {
  count = length(aws_timestreamwrite_database.this)

  database_name = aws_timestreamwrite_database.this[count.index].database_name
  table_name    = local.table_names.timestream

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

moved {
  from = aws_timestreamwrite_database.this
  to   = aws_timestreamwrite_database.this[0]
}

moved {
  from = aws_timestreamwrite_table.readings
  to   = aws_timestreamwrite_table.readings[0]
}
