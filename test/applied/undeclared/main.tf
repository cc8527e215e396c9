# The index has a key that no attribute declares.
resource "aws_dynamodb_table" "undeclared" {
  name         = "sonde-local-undeclared"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  global_secondary_index {
    name            = "due"
    hash_key        = "dueAt"
    projection_type = "ALL"
  }
}
