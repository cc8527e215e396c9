mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name             = "sonde-test"
  account_id       = "123456789012"
  functions        = { export = "sonde-test-export", ingest = "sonde-test-ingest" }
  sweep_log_group  = "/aws/lambda/sonde-test-export-sweep"
  worker_log_group = "/aws/lambda/sonde-test-export"
  import_log_group = "/aws/lambda/sonde-test-import-devices"
  download_api_id  = "a1b2c3d4e5"
  region           = "eu-west-1"
  api_id           = "abcdefghijklmnopqrstuvwxyz"
  ingest_queue     = "sonde-test-ingest"
  tables           = { devices = "sonde-test-devices" }

  readings_in_timestream = true

  dead_letter_queues = { sonde-test-ingest-dead-letter = "https://sqs.eu-west-1.amazonaws.com/123456789012/sonde-test-ingest-dead-letter" }
}

run "mailed" {
  module {
    source = "./modules/observability"
  }

  variables {
    alarm_email    = "operations@example.com"
    web_acl        = "sonde-test-api"
    monthly_budget = 100
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.dead_letter["sonde-test-ingest-dead-letter"].metric_name == "ApproximateNumberOfMessagesVisible" &&
      aws_cloudwatch_metric_alarm.dead_letter["sonde-test-ingest-dead-letter"].dimensions == tomap({ QueueName = "sonde-test-ingest-dead-letter" }) &&
      aws_cloudwatch_metric_alarm.dead_letter["sonde-test-ingest-dead-letter"].comparison_operator == "GreaterThanThreshold" &&
      aws_cloudwatch_metric_alarm.dead_letter["sonde-test-ingest-dead-letter"].threshold == 0
    )
    error_message = "One message in a dead-letter queue is an alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letter["sonde-test-ingest-dead-letter"].alarm_actions == toset([aws_sns_topic.alarms[0].arn])
    error_message = "The alarm must reach the topic."
  }

  assert {
    condition = (
      aws_cloudwatch_log_metric_filter.oldest_due_export.log_group_name == "/aws/lambda/sonde-test-export-sweep" &&
      aws_cloudwatch_log_metric_filter.oldest_due_export.pattern == "{ $.oldestSeconds >= 0 }" &&
      aws_cloudwatch_log_metric_filter.oldest_due_export.metric_transformation[0].value == "$.oldestSeconds" &&
      aws_cloudwatch_log_metric_filter.oldest_due_export.metric_transformation[0].namespace == "sonde-test"
    )
    error_message = "How long the oldest due export has been waiting must be read from the sweep's log."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.oldest_due_export.metric_name == aws_cloudwatch_log_metric_filter.oldest_due_export.metric_transformation[0].name &&
      aws_cloudwatch_metric_alarm.oldest_due_export.namespace == aws_cloudwatch_log_metric_filter.oldest_due_export.metric_transformation[0].namespace &&
      aws_cloudwatch_metric_alarm.oldest_due_export.statistic == "Maximum" &&
      aws_cloudwatch_metric_alarm.oldest_due_export.comparison_operator == "GreaterThanThreshold" &&
      aws_cloudwatch_metric_alarm.oldest_due_export.threshold == 900 &&
      aws_cloudwatch_metric_alarm.oldest_due_export.treat_missing_data == "breaching"
    )
    error_message = "An export that nobody looks at for 15 minutes is an alarm, and so is a sweep that says nothing."
  }

  assert {
    condition = (
      aws_cloudwatch_log_metric_filter.oldest_due_import.log_group_name == "/aws/lambda/sonde-test-import-devices" &&
      aws_cloudwatch_log_metric_filter.oldest_due_import.pattern == "{ $.oldestSeconds >= 0 }" &&
      aws_cloudwatch_metric_alarm.oldest_due_import.metric_name == aws_cloudwatch_log_metric_filter.oldest_due_import.metric_transformation[0].name &&
      aws_cloudwatch_metric_alarm.oldest_due_import.namespace == "sonde-test" &&
      aws_cloudwatch_metric_alarm.oldest_due_import.threshold == 900 &&
      aws_cloudwatch_metric_alarm.oldest_due_import.treat_missing_data == "breaching"
    )
    error_message = "An import that nobody goes on with for 15 minutes is an alarm, and so is a worker that says nothing."
  }

  assert {
    condition = (
      aws_cloudwatch_log_metric_filter.failed_imports.log_group_name == "/aws/lambda/sonde-test-import-devices" &&
      aws_cloudwatch_metric_alarm.failed_imports.metric_name == aws_cloudwatch_log_metric_filter.failed_imports.metric_transformation[0].name &&
      aws_cloudwatch_metric_alarm.failed_imports.threshold == 0
    )
    error_message = "An import that is given up is an alarm."
  }

  assert {
    condition     = { for name, alarm in aws_cloudwatch_metric_alarm.function_errors : name => "${alarm.namespace} ${alarm.metric_name} ${alarm.dimensions["FunctionName"]} ${alarm.threshold}" } == { for name, function in var.functions : name => "AWS/Lambda Errors ${function} 0" }
    error_message = "One error in a function is an alarm."
  }

  assert {
    condition     = { for name, alarm in aws_cloudwatch_metric_alarm.function_throttles : name => "${alarm.namespace} ${alarm.metric_name} ${alarm.dimensions["FunctionName"]} ${alarm.threshold}" } == { ingest = "AWS/Lambda Throttles sonde-test-ingest 0" }
    error_message = "A function that may not run is an alarm, unless it is run again later anyway."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.download_errors.namespace == "AWS/ApiGateway" && aws_cloudwatch_metric_alarm.download_errors.metric_name == "5xx" &&
      aws_cloudwatch_metric_alarm.download_errors.dimensions == tomap({ ApiId = "a1b2c3d4e5" }) && aws_cloudwatch_metric_alarm.download_errors.threshold == 0
    )
    error_message = "One server error at a download link is an alarm."
  }

  assert {
    condition = alltrue([
      for alarm in concat(
        [
          aws_cloudwatch_metric_alarm.api_errors, aws_cloudwatch_metric_alarm.ingest_age, aws_cloudwatch_metric_alarm.oldest_due_export,
          aws_cloudwatch_metric_alarm.failed_exports, aws_cloudwatch_metric_alarm.download_errors,
        ],
        values(aws_cloudwatch_metric_alarm.function_errors), values(aws_cloudwatch_metric_alarm.function_throttles), aws_cloudwatch_metric_alarm.firewall,
      ) :
      alarm.alarm_actions == toset([aws_sns_topic.alarms[0].arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms[0].arn])
    ])
    error_message = "Every alarm must reach the topic, and so must its end."
  }

  assert {
    condition = (
      aws_cloudwatch_log_metric_filter.failed_exports.log_group_name == "/aws/lambda/sonde-test-export" &&
      aws_cloudwatch_log_metric_filter.failed_exports.pattern == "{ $.message = \"An export failed\" }" &&
      aws_cloudwatch_metric_alarm.failed_exports.metric_name == aws_cloudwatch_log_metric_filter.failed_exports.metric_transformation[0].name &&
      aws_cloudwatch_metric_alarm.failed_exports.namespace == aws_cloudwatch_log_metric_filter.failed_exports.metric_transformation[0].namespace &&
      aws_cloudwatch_metric_alarm.failed_exports.threshold == 0
    )
    error_message = "One export that fails is an alarm."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.api_errors.metric_name == "5XXError" && aws_cloudwatch_metric_alarm.api_errors.dimensions == tomap({ GraphQLAPIId = "abcdefghijklmnopqrstuvwxyz" }) &&
      aws_cloudwatch_metric_alarm.ingest_age.metric_name == "ApproximateAgeOfOldestMessage" && aws_cloudwatch_metric_alarm.ingest_age.dimensions == tomap({ QueueName = "sonde-test-ingest" }) &&
      aws_cloudwatch_metric_alarm.ingest_age.threshold == 900
    )
    error_message = "A server error of the API is an alarm, and so are messages that nobody stores."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.firewall[0].dimensions == tomap({ WebACL = "sonde-test-api", Region = "eu-west-1", Rule = "ALL" }) && aws_cloudwatch_metric_alarm.firewall[0].metric_name == "BlockedRequests"
    error_message = "Many blocked requests are an alarm."
  }

  assert {
    condition = (
      aws_budgets_budget.monthly[0].limit_amount == "100" && aws_budgets_budget.monthly[0].limit_unit == "USD" &&
      { for notification in aws_budgets_budget.monthly[0].notification : notification.notification_type => notification.threshold } == { ACTUAL = 80, FORECASTED = 100 } &&
      alltrue([for notification in aws_budgets_budget.monthly[0].notification : notification.subscriber_email_addresses == toset(["operations@example.com"])])
    )
    error_message = "The address must hear of costs before they are there."
  }

  assert {
    condition = toset(flatten([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.type == "metric" ? [for line in widget.properties.metrics : line[1]] : []])) == toset([
      "4XXError", "5XXError", "Latency", "ActiveConnections", "ActiveSubscriptions", "NumberOfMessagesSent", "ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible",
      "OldestDueExport", "FailedExports", "4xx", "5xx", "Errors", "Throttles", "Duration", "ReadThrottleEvents", "WriteThrottleEvents", "SystemErrors", "UserErrors", "SuccessfulRequestLatency",
    ])
    error_message = "The dashboard must show API, ingest, exports, functions and stores."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[1] == {
      type = "metric", x = 0, y = 3, width = 8, height = 6
      properties = {
        title = "API: errors", region = "eu-west-1", view = "timeSeries", period = 300, yAxis = { left = { min = 0 } }
        metrics = [
          ["AWS/AppSync", "5XXError", "GraphQLAPIId", "abcdefghijklmnopqrstuvwxyz", { stat = "Sum" }],
          ["AWS/AppSync", "4XXError", "GraphQLAPIId", "abcdefghijklmnopqrstuvwxyz", { stat = "Sum" }],
        ]
      }
    }
    error_message = "Widgets must have the form that CloudWatch takes."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[0].properties.alarms) == 12
    error_message = "The dashboard must show every alarm."
  }

  assert {
    condition     = aws_sns_topic_subscription.alarms[0].endpoint == "operations@example.com" && aws_sns_topic_subscription.alarms[0].protocol == "email"
    error_message = "The topic must reach the address."
  }
}

run "readings_in_dynamodb" {
  module {
    source = "./modules/observability"
  }

  variables {
    alarm_email            = "operations@example.com"
    readings_in_timestream = false
    readings_in_dynamodb   = { table = "sonde-test-readings", compaction_log_group = "/aws/lambda/sonde-test-compact-readings" }
  }

  assert {
    condition = (
      aws_cloudwatch_log_metric_filter.oldest_unmerged_hour[0].log_group_name == "/aws/lambda/sonde-test-compact-readings" &&
      aws_cloudwatch_log_metric_filter.oldest_unmerged_hour[0].pattern == "{ $.oldestSeconds >= 0 }" &&
      aws_cloudwatch_log_metric_filter.oldest_unmerged_hour[0].metric_transformation[0].value == "$.oldestSeconds" &&
      aws_cloudwatch_metric_alarm.oldest_unmerged_hour[0].metric_name == aws_cloudwatch_log_metric_filter.oldest_unmerged_hour[0].metric_transformation[0].name &&
      aws_cloudwatch_metric_alarm.oldest_unmerged_hour[0].namespace == aws_cloudwatch_log_metric_filter.oldest_unmerged_hour[0].metric_transformation[0].namespace &&
      aws_cloudwatch_metric_alarm.oldest_unmerged_hour[0].statistic == "Maximum" && aws_cloudwatch_metric_alarm.oldest_unmerged_hour[0].threshold == 3600 &&
      aws_cloudwatch_metric_alarm.oldest_unmerged_hour[0].treat_missing_data == "breaching"
    )
    error_message = "Readings that wait to be merged are an alarm, and so is a compaction that does not run."
  }

  assert {
    condition = (
      [for query in aws_cloudwatch_metric_alarm.readings_throttles[0].metric_query : query.expression if query.return_data == true] == ["FILL(index, 0) + FILL(reads, 0) + FILL(writes, 0)"] &&
      { for query in aws_cloudwatch_metric_alarm.readings_throttles[0].metric_query : query.id => "${query.metric[0].metric_name} ${join(" ", values(query.metric[0].dimensions))}" if length(query.metric) > 0 } == {
        reads = "ReadThrottleEvents sonde-test-readings", writes = "WriteThrottleEvents sonde-test-readings", index = "WriteThrottleEvents due sonde-test-readings"
      }
    )
    error_message = "Throttles of the table and of its index are an alarm."
  }

  assert {
    condition = (
      [for query in aws_cloudwatch_metric_alarm.readings_errors[0].metric_query : query.expression if query.return_data == true] == ["FILL(get, 0) + FILL(put, 0) + FILL(query, 0) + FILL(update, 0) + FILL(write, 0)"] &&
      toset([for query in aws_cloudwatch_metric_alarm.readings_errors[0].metric_query : "${query.metric[0].metric_name} ${query.metric[0].dimensions["Operation"]}" if length(query.metric) > 0]) ==
      toset(["SystemErrors BatchGetItem", "SystemErrors BatchWriteItem", "SystemErrors PutItem", "SystemErrors Query", "SystemErrors UpdateItem"])
    )
    error_message = "Errors of DynamoDB in whatever is asked of the table are an alarm."
  }

  assert {
    condition = alltrue([
      for alarm in concat(aws_cloudwatch_metric_alarm.oldest_unmerged_hour, aws_cloudwatch_metric_alarm.readings_throttles, aws_cloudwatch_metric_alarm.readings_errors) :
      alarm.alarm_actions == toset([aws_sns_topic.alarms[0].arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms[0].arn])
    ])
    error_message = "Every alarm must reach the topic, and so must its end."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[0].properties.alarms) == 14
    error_message = "The dashboard must show every alarm."
  }

  assert {
    condition = [
      for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.title
      if strcontains(widget.properties.title, "Readings") || strcontains(widget.properties.title, "Timestream")
    ] == ["Readings: longest wait to be merged (s)", "Readings: throttles and errors of DynamoDB", "Readings: units used"]
    error_message = "The dashboard must show the store that there is."
  }
}

run "not_mailed" {
  command = plan

  module {
    source = "./modules/observability"
  }

  assert {
    condition     = length(aws_sns_topic.alarms) == 0 && length(aws_cloudwatch_metric_alarm.dead_letter) == 1 && length(aws_cloudwatch_metric_alarm.firewall) == 0 && length(aws_cloudwatch_metric_alarm.oldest_unmerged_hour) == 0 && length(aws_budgets_budget.monthly) == 0
    error_message = "Without an address the alarm is CloudWatch's alone."
  }
}
