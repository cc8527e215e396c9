mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "test"
  region      = "eu-west-1"
  alarm_email = "operations@example.com"
  mail_from   = "sonde@example.com"

  # The mocked environment goes when the tests end.
  deletion_protection = false
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "stack" {
  assert {
    condition     = local.tags == { Project = "sonde", Environment = "test", ManagedBy = "terraform" }
    error_message = "Every resource must be tagged with its project and environment."
  }

  assert {
    condition     = output.tables == { for table in keys(run.setup.api.tables) : table => "sonde-test-${table}" }
    error_message = "Every table of dist/api.json must be made, under the environment's name."
  }

  assert {
    condition     = output.functions == { for name, function in run.setup.functions : name => "sonde-test-${name}" if try(function.readingsStore, "timestream") == "timestream" }
    error_message = "Every function of dist/functions.json must be deployed, under the environment's name, but those of another store of readings."
  }

  assert {
    condition     = length(output.dead_letter_queues) > 0 && toset(module.observability.watched_queues) == toset(keys(output.dead_letter_queues))
    error_message = "Every dead-letter queue must have an alarm."
  }

  assert {
    condition     = output.buckets == { exports = "sonde-test-exports-123456789012", imports = "sonde-test-imports-123456789012", unload = "sonde-test-unload-123456789012" }
    error_message = "The buckets must be made, under names that nobody else has."
  }

  assert {
    condition     = output.download_url == "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com" && strcontains(output.mail_sender, "sonde@example.com")
    error_message = "An operator needs the address that links begin with, and whom mail comes from."
  }

  assert {
    condition     = startswith(output.graphql_url, "https://") && startswith(output.realtime_url, "wss://")
    error_message = "A front end needs the API's URLs."
  }

  assert {
    condition     = output.user_pool_id == "eu-west-1_AbCdEfGhI" && output.user_pool_client_id == "1example23456789" && output.user_pool_service_client_id == "1example23456789" && output.region == "eu-west-1"
    error_message = "A front end needs the pool, its client and the Region, and a service its own client."
  }

  assert {
    condition     = output.iot_endpoint == "a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com" && output.device_policy == "sonde-test-device" && output.device_type == "sonde-test-device" && output.mqtt_port == 8883 && output.mqtt_url == "mqtts://a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com:8883"
    error_message = "A device needs the broker's address, its policy and its type."
  }
}

# The least that functions may do, in the policies as they are: nothing by wildcard but what has no resource.
run "policies" {
  command = plan

  assert {
    condition = alltrue([
      for statement in flatten([for function in local.deployed_functions : jsondecode(function.policy).Statement]) :
      alltrue([for action in statement.Action : !strcontains(action, "*")])
    ])
    error_message = "No function may do an action that is not named."
  }

  assert {
    condition = toset(flatten([
      for statement in flatten([for function in local.deployed_functions : jsondecode(function.policy).Statement]) :
      statement.Action if contains(statement.Resource, "*")
      ])) == toset([
      "iot:CreateCertificateFromCsr", "iot:CreateKeysAndCertificate", "timestream:CancelQuery", "timestream:DescribeEndpoints", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
    ])
    error_message = "Only actions that take no resource may be on every resource."
  }

  assert {
    condition = {
      for name, function in local.deployed_functions : name => flatten([
        for statement in jsondecode(function.policy).Statement : statement.Resource if contains(statement.Action, "appsync:GraphQL")
      ])
      } == {
      for name, function in run.setup.functions : name => [
        for field in function.graphqlFields : "arn:aws:appsync:eu-west-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz/types/${replace(field, ".", "/fields/")}"
      ] if try(function.readingsStore, "timestream") == "timestream"
    }
    error_message = "A function may call the fields that its manifest names, and no other."
  }
}

run "on_dynamodb" {
  # Anew, and not as a change of the one before.
  state_key = "on_dynamodb"

  variables {
    readings_store = "dynamodb"
  }

  assert {
    condition     = output.functions == { for function in keys(run.setup.functions) : function => "sonde-test-${function}" }
    error_message = "Every function of dist/functions.json must be deployed, under the environment's name."
  }

  assert {
    condition     = alltrue([for function in local.deployed_functions : !strcontains(function.policy, "timestream:")])
    error_message = "An account that cannot have Timestream must not need it."
  }

  assert {
    condition     = !strcontains(module.observability.dashboard_body, "Timestream") && strcontains(module.observability.dashboard_body, "Readings: longest wait to be merged (s)")
    error_message = "The dashboard must show the store that there is."
  }
}
