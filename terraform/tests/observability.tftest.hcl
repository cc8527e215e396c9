mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name               = "sonde-test"
  account_id         = "123456789012"
  functions          = { export = "sonde-test-export", export-sweep = "sonde-test-export-sweep" }
  sweep_log_group    = "/aws/lambda/sonde-test-export-sweep"
  download_api_id    = "a1b2c3d4e5"
  dead_letter_queues = { sonde-test-ingest-dead-letter = "https://sqs.eu-west-1.amazonaws.com/123456789012/sonde-test-ingest-dead-letter" }
}

run "mailed" {
  module {
    source = "./modules/observability"
  }

  variables {
    alarm_email = "operations@example.com"
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
    condition     = { for name, alarm in aws_cloudwatch_metric_alarm.function_errors : name => "${alarm.namespace} ${alarm.metric_name} ${alarm.dimensions["FunctionName"]} ${alarm.threshold}" } == { for name, function in var.functions : name => "AWS/Lambda Errors ${function} 0" }
    error_message = "One error in a watched function is an alarm."
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
      for alarm in concat([aws_cloudwatch_metric_alarm.oldest_due_export, aws_cloudwatch_metric_alarm.download_errors], values(aws_cloudwatch_metric_alarm.function_errors)) :
      alarm.alarm_actions == toset([aws_sns_topic.alarms[0].arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms[0].arn])
    ])
    error_message = "Every alarm must reach the topic, and so must its end."
  }

  assert {
    condition     = aws_sns_topic_subscription.alarms[0].endpoint == "operations@example.com" && aws_sns_topic_subscription.alarms[0].protocol == "email"
    error_message = "The topic must reach the address."
  }
}

run "not_mailed" {
  command = plan

  module {
    source = "./modules/observability"
  }

  assert {
    condition     = length(aws_sns_topic.alarms) == 0 && length(aws_cloudwatch_metric_alarm.dead_letter) == 1
    error_message = "Without an address the alarm is CloudWatch's alone."
  }
}
