resource "aws_dynamodb_table" "readings" {
  count = contains(local.stores, "dynamodb") ? 1 : 0

  name                        = local.table_names.dynamodb
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = { pk = "S", sk = "S", due = "S", dueAt = "N" }

    content {
      name = attribute.key
      type = attribute.value
    }
  }

  # Only of the items that tell of an hour whose readings are to be merged.
  global_secondary_index {
    name            = "due"
    hash_key        = "due"
    range_key       = "dueAt"
    projection_type = "KEYS_ONLY"
  }

  ttl {
    attribute_name = "expires"
    enabled        = true
  }

  dynamic "on_demand_throughput" {
    for_each = var.maximum_throughput[*]

    # -1 lifts a limit.
    content {
      max_read_request_units  = coalesce(on_demand_throughput.value.read_units, -1)
      max_write_request_units = coalesce(on_demand_throughput.value.write_units, -1)
    }
  }

  point_in_time_recovery {
    enabled = true
  }

  # With a key in AWS KMS that CloudTrail records the use of, instead of the one that DynamoDB keeps to itself.
  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }

  tags = {
    Purpose = "Readings of every device"
  }

  # Not before it is certain that no other store goes against protection: this table could not be taken back.
  depends_on = [terraform_data.timestream_guard]
}
