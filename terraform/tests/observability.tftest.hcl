mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name               = "sonde-test"
  account_id         = "123456789012"
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
