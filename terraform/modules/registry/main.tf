resource "aws_dynamodb_table" "this" {
  for_each = var.tables

  name                        = "${var.name}-${each.key}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = each.value.partitionKey
  range_key                   = each.value.sortKey
  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = toset(compact(flatten([
      [each.value.partitionKey, each.value.sortKey],
      [for index in each.value.indexes : [index.partitionKey, index.sortKey]],
    ])))

    content {
      name = attribute.value
      type = "S"
    }
  }

  # Keys only: whoever needs more reads the item, and may have no right to.
  dynamic "global_secondary_index" {
    for_each = each.value.indexes

    content {
      name            = global_secondary_index.key
      hash_key        = global_secondary_index.value.partitionKey
      range_key       = global_secondary_index.value.sortKey
      projection_type = "KEYS_ONLY"
    }
  }

  dynamic "ttl" {
    for_each = each.value.timeToLive[*]

    content {
      attribute_name = ttl.value
      enabled        = true
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
    Purpose = each.value.purpose
  }
}
