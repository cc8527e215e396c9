mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                          = "sonde-test"
  account_id                    = "123456789012"
  partition                     = "aws"
  region                        = "eu-west-1"
  store                         = "dynamodb"
  deletion_protection           = false
  retention_days                = 400
  memory_store_retention_hours  = 24
  magnetic_store_retention_days = 365
  ingest_maximum_concurrency    = 10
  ingest_batch_window_seconds   = 1
  log_retention_days            = 14

  graphql_api = {
    arn = "arn:aws:appsync:eu-west-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz"
    url = "https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql"
  }
}

override_resource {
  target = aws_dynamodb_table.readings
  values = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings" }
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "dynamodb" {
  module {
    source = "./modules/readings"
  }

  variables {
    functions = run.setup.functions
    dist      = run.setup.dist
    tables    = run.setup.tables
  }

  assert {
    condition     = length(aws_timestreamwrite_database.this) == 0 && length(aws_timestreamwrite_table.readings) == 0
    error_message = "There is nothing of a store that is not asked for: an account may not be able to have Timestream."
  }

  assert {
    condition = (
      aws_dynamodb_table.readings[0].name == "sonde-test-readings" && aws_dynamodb_table.readings[0].billing_mode == "PAY_PER_REQUEST" &&
      aws_dynamodb_table.readings[0].hash_key == "pk" && aws_dynamodb_table.readings[0].range_key == "sk" &&
      { for attribute in aws_dynamodb_table.readings[0].attribute : attribute.name => attribute.type } == { pk = "S", sk = "S", due = "S", dueAt = "N" }
    )
    error_message = "The table's keys must be those that functions/shared/readings/dynamodb/keys.ts has."
  }

  assert {
    condition     = [for index in aws_dynamodb_table.readings[0].global_secondary_index : [index.name, index.hash_key, index.range_key, index.projection_type]] == [["due", "due", "dueAt", "KEYS_ONLY"]]
    error_message = "What is to be merged is found by an index."
  }

  assert {
    condition     = [for ttl in aws_dynamodb_table.readings[0].ttl : [ttl.attribute_name, tostring(ttl.enabled)]] == [["expires", "true"]]
    error_message = "Readings end with their retention."
  }

  assert {
    condition     = aws_dynamodb_table.readings[0].point_in_time_recovery[0].enabled && aws_dynamodb_table.readings[0].server_side_encryption[0].enabled && length(aws_dynamodb_table.readings[0].on_demand_throughput) == 0
    error_message = "The table can be restored, is encrypted with a key that is recorded, and has no limit of its own."
  }

  assert {
    condition = output.stores == { dynamodb = "dynamodb:sonde-test-readings/400" } && output.store == {
      kind = "dynamodb", location = "dynamodb:sonde-test-readings/400", table_arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings"
    }
    error_message = "Functions must be told where readings are, and for how long."
  }

  assert {
    condition     = output.dynamodb == { table = "sonde-test-readings", compaction_log_group = "/aws/lambda/sonde-test-compact-readings" }
    error_message = "Somebody must watch the table, and what merges it."
  }

  assert {
    condition = {
      for name in ["query-readings", "record-readings", "ingest", "compact-readings"] : name => toset(flatten([
        for statement in jsondecode(output.functions[name].policy).Statement : [for action in statement.Action : [for resource in statement.Resource : "${action} ${resource}"]]
        if anytrue([for resource in statement.Resource : startswith(resource, "arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings")])
      ]))
      } == {
      query-readings  = toset(["dynamodb:Query arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings"])
      record-readings = toset(["dynamodb:BatchGetItem arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings", "dynamodb:BatchWriteItem arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings"])
      ingest          = toset(["dynamodb:BatchGetItem arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings", "dynamodb:BatchWriteItem arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings"])
      compact-readings = toset(concat(["dynamodb:Query arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings/index/due"], [
        for action in ["BatchGetItem", "BatchWriteItem", "PutItem", "Query", "Scan", "UpdateItem"] : "dynamodb:${action} arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings"
      ]))
    }
    error_message = "Who reads may query, who writes may write, and what merges may do what it takes, and no more."
  }

  assert {
    condition     = alltrue([for function in values(output.functions) : !strcontains(function.policy, "timestream:")])
    error_message = "Nobody may do anything in a store that there is not."
  }
}

run "dynamodb_protected_and_limited" {
  command = plan

  module {
    source = "./modules/readings"
  }

  variables {
    functions           = run.setup.functions
    dist                = run.setup.dist
    tables              = run.setup.tables
    deletion_protection = true
    maximum_throughput  = { read_units = 4000, write_units = 1000 }
    kms_key_arn         = "arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"
  }

  assert {
    condition     = aws_dynamodb_table.readings[0].deletion_protection_enabled && output.deletion_protection
    error_message = "A protected table refuses to be deleted."
  }

  assert {
    condition     = aws_dynamodb_table.readings[0].on_demand_throughput[0].max_read_request_units == 4000 && aws_dynamodb_table.readings[0].on_demand_throughput[0].max_write_request_units == 1000
    error_message = "What a table may cost has a limit where it is given one."
  }

  assert {
    condition     = aws_dynamodb_table.readings[0].server_side_encryption[0].kms_key_arn == var.kms_key_arn
    error_message = "Readings are encrypted with the key that is given."
  }
}

run "dynamodb_limited_in_part" {
  command = plan

  module {
    source = "./modules/readings"
  }

  variables {
    functions          = run.setup.functions
    dist               = run.setup.dist
    tables             = run.setup.tables
    maximum_throughput = { write_units = 1000 }
  }

  assert {
    condition     = aws_dynamodb_table.readings[0].on_demand_throughput[0].max_read_request_units == -1 && aws_dynamodb_table.readings[0].on_demand_throughput[0].max_write_request_units == 1000
    error_message = "A limit that is not given is lifted."
  }
}

run "dynamodb_beside_timestream" {
  command = plan

  module {
    source = "./modules/readings"
  }

  variables {
    functions           = run.setup.functions
    dist                = run.setup.dist
    tables              = run.setup.tables
    kept_stores         = ["timestream"]
    deletion_protection = true
  }

  assert {
    condition     = length(aws_timestreamwrite_table.readings) == 1 && length(aws_dynamodb_table.readings) == 1
    error_message = "A store that is kept stays."
  }

  assert {
    condition     = output.stores == { timestream = "timestream:sonde_test/readings", dynamodb = "dynamodb:sonde-test-readings/400" } && output.store.kind == "dynamodb"
    error_message = "Both stores must be found, and which is in use."
  }

  assert {
    condition     = alltrue([for function in values(output.functions) : !strcontains(function.policy, "timestream:")])
    error_message = "Nobody may do anything in a store that is only kept."
  }

  assert {
    condition = (
      terraform_data.timestream_guard.input.protected && terraform_data.timestream_guard.triggers_replace == "sonde_test/readings" &&
      terraform_data.dynamodb_guard.input.protected && terraform_data.dynamodb_guard.triggers_replace == "sonde-test-readings"
    )
    error_message = "Neither store may go while it is protected."
  }
}

run "timestream_beside_dynamodb" {
  command = plan

  module {
    source = "./modules/readings"
  }

  variables {
    functions   = run.setup.functions
    dist        = run.setup.dist
    tables      = run.setup.tables
    store       = "timestream"
    kept_stores = ["dynamodb", "timestream"]
  }

  assert {
    condition     = output.store.location == "timestream:sonde_test/readings" && contains(keys(output.functions), "compact-readings")
    error_message = "What was written last to a table that is kept is merged still."
  }
}

run "refuses_a_compaction_that_nothing_would_call" {
  command = plan

  module {
    source = "./modules/readings"
  }

  variables {
    functions = merge(run.setup.functions, { compact-readings = merge(run.setup.functions["compact-readings"], { schedule = null }) })
    dist      = run.setup.dist
    tables    = run.setup.tables
  }

  expect_failures = [var.functions]
}
