mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                          = "sonde-test"
  account_id                    = "123456789012"
  partition                     = "aws"
  region                        = "eu-west-1"
  store                         = "timestream"
  deletion_protection           = false
  retention_days                = 365
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

# Each under an ARN and a URL of its own, to tell which of them a policy names.
override_resource {
  target = aws_sqs_queue.dead_letter
  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:sonde-test-ingest-dead-letter"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/sonde-test-ingest-dead-letter"
  }
}

override_resource {
  target = aws_sqs_queue.ingest
  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:sonde-test-ingest"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/sonde-test-ingest"
  }
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "readings" {
  module {
    source = "./modules/readings"
  }

  variables {
    functions = run.setup.functions
    dist      = run.setup.dist
    tables    = run.setup.tables
  }

  assert {
    condition     = aws_timestreamwrite_database.this[0].database_name == "sonde_test" && aws_timestreamwrite_table.readings[0].table_name == "readings"
    error_message = "Names must be the environment's."
  }

  assert {
    condition = (
      aws_timestreamwrite_table.readings[0].schema[0].composite_partition_key[0].type == "DIMENSION" &&
      aws_timestreamwrite_table.readings[0].schema[0].composite_partition_key[0].name == "device_id" &&
      aws_timestreamwrite_table.readings[0].schema[0].composite_partition_key[0].enforcement_in_record == "REQUIRED"
    )
    error_message = "Readings are partitioned by their device, and every one has one."
  }

  assert {
    condition = (
      aws_timestreamwrite_table.readings[0].retention_properties[0].memory_store_retention_period_in_hours == 24 &&
      aws_timestreamwrite_table.readings[0].retention_properties[0].magnetic_store_retention_period_in_days == 365 &&
      aws_timestreamwrite_table.readings[0].magnetic_store_write_properties[0].enable_magnetic_store_writes
    )
    error_message = "Readings are kept as long as the variables say, and late ones are taken."
  }

  assert {
    condition = (
      length(aws_dynamodb_table.readings) == 0 && !contains(keys(output.functions), "compact-readings") && output.dynamodb == null &&
      output.stores == { timestream = "timestream:sonde_test/readings" } && output.store.location == "timestream:sonde_test/readings" && output.store.kind == "timestream"
    )
    error_message = "There is nothing of a store that is not asked for."
  }

  assert {
    condition     = output.store.table_arn == aws_timestreamwrite_table.readings[0].arn && !output.deletion_protection
    error_message = "Who asks must learn of the store in use."
  }

  assert {
    condition     = aws_sqs_queue.ingest.name == "sonde-test-ingest" && aws_sqs_queue.dead_letter.name == "sonde-test-ingest-dead-letter"
    error_message = "Names must be the environment's."
  }

  assert {
    condition     = aws_sqs_queue.ingest.sqs_managed_sse_enabled && aws_sqs_queue.dead_letter.sqs_managed_sse_enabled
    error_message = "Queues are encrypted."
  }

  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.ingest, aws_sqs_queue.dead_letter] : [
        for statement in jsondecode(queue.policy).Statement : [statement.Effect, statement.Resource, statement.Condition.Bool["aws:SecureTransport"]]
      ] == [["Deny", queue.arn, "false"]]
    ])
    error_message = "Queues are reached by TLS only."
  }

  assert {
    condition = (
      jsondecode(aws_sqs_queue.ingest.redrive_policy) == { deadLetterTargetArn = aws_sqs_queue.dead_letter.arn, maxReceiveCount = 5 } &&
      jsondecode(aws_sqs_queue.dead_letter.redrive_allow_policy) == { redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.ingest.arn] }
    )
    error_message = "What cannot be processed goes to the dead-letter queue, and nothing else does."
  }

  assert {
    condition     = aws_sqs_queue.ingest.visibility_timeout_seconds == 6 * run.setup.functions["ingest"].timeoutSeconds
    error_message = "A message must stay hidden for six times the function's time-out."
  }

  assert {
    condition = (
      aws_iot_topic_rule.ingest.name == "sonde_test_ingest" && aws_iot_topic_rule.ingest.enabled &&
      aws_iot_topic_rule.ingest.sql == run.setup.functions["ingest"].iotRule && aws_iot_topic_rule.ingest.sql_version == "2016-03-23"
    )
    error_message = "The rule's SQL must be the manifest's."
  }

  assert {
    condition = (
      one(aws_iot_topic_rule.ingest.sqs).queue_url == aws_sqs_queue.ingest.url && !one(aws_iot_topic_rule.ingest.sqs).use_base64 &&
      aws_iot_topic_rule.ingest.error_action[0].sqs[0].queue_url == aws_sqs_queue.dead_letter.url
    )
    error_message = "Messages go to the queue, and to the dead-letter queue where it takes none."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.rule.policy).Statement : [statement.Action, statement.Resource]] == [
      [["sqs:SendMessage"], [aws_sqs_queue.ingest.arn, aws_sqs_queue.dead_letter.arn]],
    ]
    error_message = "The rule may send to its two queues, and no more."
  }

  assert {
    condition = jsondecode(aws_iam_role.rule.assume_role_policy).Statement[0].Condition == {
      StringEquals = { "aws:SourceAccount" = "123456789012" }
      ArnEquals    = { "aws:SourceArn" = "arn:aws:iot:eu-west-1:123456789012:rule/sonde_test_ingest" }
    }
    error_message = "Only this rule may assume its role."
  }

  assert {
    condition = (
      aws_lambda_event_source_mapping.ingest.event_source_arn == aws_sqs_queue.ingest.arn &&
      aws_lambda_event_source_mapping.ingest.function_name == module.ingest.arn &&
      aws_lambda_event_source_mapping.ingest.maximum_batching_window_in_seconds == 1 &&
      aws_lambda_event_source_mapping.ingest.function_response_types == toset(["ReportBatchItemFailures"]) &&
      aws_lambda_event_source_mapping.ingest.scaling_config[0].maximum_concurrency == 10
    )
    error_message = "The queue feeds ingest in batches of a second, each message failing by itself."
  }

  assert {
    condition = [for statement in jsondecode(aws_iot_policy.device.policy).Statement : [statement.Action, statement.Resource]] == [
      [["iot:Connect"], ["arn:aws:iot:eu-west-1:123456789012:client/$${iot:Connection.Thing.ThingName}"]],
      [["iot:Publish"], ["arn:aws:iot:eu-west-1:123456789012:topic/dt/sonde/$${iot:Connection.Thing.Attributes[organization]}/$${iot:Connection.Thing.ThingName}"]],
    ]
    error_message = "A device may connect as itself and publish to its own topic, and no more."
  }

  assert {
    condition = (
      aws_iot_thing_type.device.name == "sonde-test-device" && output.device_type == "sonde-test-device" &&
      aws_iot_thing_type.device.properties[0].searchable_attributes == toset(["organization"])
    )
    error_message = "Devices are things of a type of their own, found by their organization."
  }

  assert {
    condition     = length(aws_iot_logging_options.this) == 0 && length(aws_iam_role.iot_log) == 0 && length(aws_cloudwatch_log_group.iot) == 0
    error_message = "The log of AWS IoT is the account's, and left as it is."
  }

  assert {
    condition     = output.mqtt_topic == "dt/sonde/<organization>/<device>"
    error_message = "The topic's pattern must be that of the rule."
  }

  assert {
    condition = { for statement in jsondecode(output.functions["query-readings"].policy).Statement : join(" ", statement.Action) => statement.Resource if !startswith(statement.Action[0], "logs:") && !startswith(statement.Action[0], "xray:") } == {
      "timestream:Select"                                   = [aws_timestreamwrite_table.readings[0].arn]
      "timestream:CancelQuery timestream:DescribeEndpoints" = ["*"]
    }
    error_message = "query-readings may read the readings, and no more."
  }

  assert {
    condition = jsonencode({ for statement in jsondecode(output.functions["ingest"].policy).Statement : join(" ", statement.Action) => statement.Resource... if !startswith(statement.Action[0], "logs:") && !startswith(statement.Action[0], "xray:") }) == jsonencode({
      "appsync:GraphQL"                                             = [["arn:aws:appsync:eu-west-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz/types/Mutation/fields/publishReadings"]]
      "sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage" = [[aws_sqs_queue.ingest.arn]]
      "sqs:SendMessage"                                             = [[aws_sqs_queue.dead_letter.arn]]
      "dynamodb:BatchGetItem"                                       = [[run.setup.tables["devices"].arn]]
      "dynamodb:BatchGetItem dynamodb:UpdateItem"                   = [[run.setup.tables["latest"].arn]]
      "timestream:WriteRecords"                                     = [[aws_timestreamwrite_table.readings[0].arn]]
      "timestream:DescribeEndpoints"                                = [["*"]]
    })
    error_message = "ingest takes from its queue, sends to the dead-letter queue, reads devices, keeps the newest readings, writes all of them and publishes them, and no more."
  }

  assert {
    condition = { for statement in jsondecode(output.functions["record-readings"].policy).Statement : join(" ", statement.Action) => statement.Resource if !startswith(statement.Action[0], "logs:") && !startswith(statement.Action[0], "xray:") } == {
      "appsync:GraphQL"                           = ["arn:aws:appsync:eu-west-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz/types/Mutation/fields/publishReadings"]
      "dynamodb:BatchGetItem dynamodb:UpdateItem" = [run.setup.tables["latest"].arn]
      "timestream:WriteRecords"                   = [aws_timestreamwrite_table.readings[0].arn]
      "timestream:DescribeEndpoints"              = ["*"]
    }
    error_message = "record-readings keeps the newest readings, writes all of them and publishes them, and no more."
  }
}

run "log_of_iot" {
  module {
    source = "./modules/readings"
  }

  variables {
    functions     = run.setup.functions
    dist          = run.setup.dist
    tables        = run.setup.tables
    iot_log_level = "WARN"
  }

  assert {
    condition = (
      aws_iot_logging_options.this[0].default_log_level == "WARN" && aws_iot_logging_options.this[0].role_arn == aws_iam_role.iot_log[0].arn &&
      aws_cloudwatch_log_group.iot[0].name == "AWSIotLogsV2" && aws_cloudwatch_log_group.iot[0].retention_in_days == 14
    )
    error_message = "AWS IoT logs as the variable says, and its log ends."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.iot_log[0].policy).Statement : [statement.Action, statement.Resource]] == [[["logs:CreateLogStream", "logs:PutLogEvents"], ["${aws_cloudwatch_log_group.iot[0].arn}:*"]]]
    error_message = "AWS IoT may write to its own log group, and no more."
  }
}
