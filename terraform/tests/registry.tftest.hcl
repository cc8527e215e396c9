mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                = "sonde-test"
  deletion_protection = true
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "tables" {
  command = plan

  module {
    source = "./modules/registry"
  }

  variables {
    tables              = run.setup.api.tables
    deletion_protection = run.setup.environments["prod"].deletion_protection
  }

  assert {
    condition     = { for table, resource in aws_dynamodb_table.this : table => resource.name } == { for table in keys(run.setup.api.tables) : table => "sonde-test-${table}" }
    error_message = "Every table of dist/api.json, and no other, must be made under its name."
  }

  assert {
    condition = alltrue([
      for table, definition in run.setup.api.tables :
      aws_dynamodb_table.this[table].hash_key == definition.partitionKey && aws_dynamodb_table.this[table].range_key == try(definition.sortKey, null)
    ])
    error_message = "Keys must be those of dist/api.json."
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : toset(table.attribute[*].name) == toset(compact([table.hash_key, table.range_key]))])
    error_message = "A table must declare the attributes of its key, and no other."
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.billing_mode == "PAY_PER_REQUEST" && table.point_in_time_recovery[0].enabled && table.server_side_encryption[0].enabled])
    error_message = "Every table must be on demand, recoverable to a point in time and encrypted."
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.deletion_protection_enabled])
    error_message = "In production no table may be deleted."
  }

  assert {
    condition     = alltrue([for table, definition in run.setup.api.tables : aws_dynamodb_table.this[table].tags == tomap({ Purpose = definition.purpose })])
    error_message = "Every table must say what it is for."
  }
}

run "development" {
  command = plan

  module {
    source = "./modules/registry"
  }

  variables {
    tables              = run.setup.api.tables
    deletion_protection = run.setup.environments["dev"].deletion_protection
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : !table.deletion_protection_enabled])
    error_message = "In development tables can be deleted."
  }
}

run "time_to_live" {
  command = plan

  module {
    source = "./modules/registry"
  }

  variables {
    tables = {
      kept    = { partitionKey = "id", purpose = "Kept" }
      expires = { partitionKey = "id", sortKey = "at", timeToLive = "expiresAt", purpose = "Expires" }
    }
  }

  assert {
    condition     = aws_dynamodb_table.this["expires"].ttl[0].attribute_name == "expiresAt" && aws_dynamodb_table.this["expires"].ttl[0].enabled
    error_message = "Items must expire by the attribute that the table's definition names."
  }

  assert {
    condition     = length(aws_dynamodb_table.this["kept"].ttl) == 0
    error_message = "Items of a table without such an attribute must not expire."
  }
}
