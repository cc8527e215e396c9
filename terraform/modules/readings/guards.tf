# Neither Timestream nor a plan says that the readings of a store would go with it. So before anything else is done to an environment, each of these
# asks whether its store may go: one that goes, or gets another name, replaces it, which begins with its provisioner. All that could change depends on them.

locals {
  refusals = {
    for store, table in {
      timestream = "Timestream table ${local.database_name}/${local.table_names.timestream}"
      dynamodb   = "DynamoDB table ${local.table_names.dynamodb}"
    } : store => "The ${table} would be destroyed with all readings in it, and it is protected. To keep it beside the store in use: kept_readings_stores = [\"${store}\"]. To have it destroyed, for ever: apply deletion_protection = false first, and by itself."
  }
}

resource "terraform_data" "timestream_guard" {
  input = {
    protected = var.deletion_protection
    refusal   = local.refusals["timestream"]
  }

  # The table, or nothing.
  triggers_replace = contains(local.stores, "timestream") ? "${local.database_name}/${local.table_names.timestream}" : ""

  provisioner "local-exec" {
    when        = destroy
    quiet       = true
    command     = self.input.protected && self.triggers_replace != "" ? "echo \"$REFUSAL\" >&2; exit 1" : "exit 0"
    environment = { REFUSAL = self.input.refusal }
  }

  depends_on = [aws_timestreamwrite_table.readings]
}

resource "terraform_data" "dynamodb_guard" {
  input = {
    protected = var.deletion_protection
    refusal   = local.refusals["dynamodb"]
  }

  triggers_replace = contains(local.stores, "dynamodb") ? local.table_names.dynamodb : ""

  provisioner "local-exec" {
    when        = destroy
    quiet       = true
    command     = self.input.protected && self.triggers_replace != "" ? "echo \"$REFUSAL\" >&2; exit 1" : "exit 0"
    environment = { REFUSAL = self.input.refusal }
  }

  # And with its table on the other guard.
  depends_on = [aws_dynamodb_table.readings]
}
