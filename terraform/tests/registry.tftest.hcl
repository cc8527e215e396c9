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
    condition = alltrue([
      for table in aws_dynamodb_table.this :
      toset(table.attribute[*].name) == toset(compact(concat([table.hash_key, table.range_key], table.global_secondary_index[*].hash_key, table.global_secondary_index[*].range_key)))
    ])
    error_message = "A table must declare the attributes of its keys, and no other."
  }

  assert {
    condition = alltrue([
      for table, definition in run.setup.api.tables :
      { for index in aws_dynamodb_table.this[table].global_secondary_index : index.name => [index.hash_key, index.range_key, index.projection_type] } ==
      { for name, index in try(definition.indexes, {}) : name => [index.partitionKey, index.sortKey, "KEYS_ONLY"] }
    ])
    error_message = "Indexes must be those of dist/api.json, and hold keys only."
  }

  assert {
    condition     = jsonencode({ for table, resource in aws_dynamodb_table.this : table => one(resource.ttl[*].attribute_name) }) == jsonencode({ for table, definition in run.setup.api.tables : table => try(definition.timeToLive, null) })
    error_message = "Items must expire where dist/api.json says so, and nowhere else."
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

run "indexes" {
  module {
    source = "./modules/registry"
  }

  variables {
    deletion_protection = true

    tables = {
      plain = { partitionKey = "id", purpose = "Plain" }
      indexed = {
        partitionKey = "organizationId"
        sortKey      = "id"
        purpose      = "Indexed"

        indexes = {
          due = { partitionKey = "shard", sortKey = "dueAt" }
          # Of an attribute that is the key of something else already.
          byId = { partitionKey = "id", sortKey = "dueAt" }
        }
      }
    }
  }

  assert {
    condition = { for index in aws_dynamodb_table.this["indexed"].global_secondary_index : index.name => [index.hash_key, index.range_key, index.projection_type] } == {
      due  = ["shard", "dueAt", "KEYS_ONLY"]
      byId = ["id", "dueAt", "KEYS_ONLY"]
    }
    error_message = "Indexes must be made with the keys that the table's definition names, and hold keys only."
  }

  assert {
    condition     = { for attribute in aws_dynamodb_table.this["indexed"].attribute : attribute.name => attribute.type } == { organizationId = "S", id = "S", shard = "S", dueAt = "S" }
    error_message = "Every attribute of a key must be declared once, as a string."
  }

  assert {
    condition     = length(aws_dynamodb_table.this["plain"].global_secondary_index) == 0 && output.tables["plain"].index_arns == {}
    error_message = "A table whose definition names no index has none."
  }

  assert {
    condition     = output.tables["indexed"].index_arns == { for index in ["byId", "due"] : index => "${aws_dynamodb_table.this["indexed"].arn}/index/${index}" }
    error_message = "Policies need the indexes' ARNs."
  }
}
