locals {
  # One value or none, for what is only there where readings are in DynamoDB.
  readings = var.readings_in_dynamodb[*]

  # Where DynamoDB may refuse for a while: the table, and its index of the hours that are to be merged.
  throttles = {
    reads  = { metric = "ReadThrottleEvents", index = {} }
    writes = { metric = "WriteThrottleEvents", index = {} }
    index  = { metric = "WriteThrottleEvents", index = { GlobalSecondaryIndexName = "due" } }
  }

  # What functions ask of the table.
  operations = { get = "BatchGetItem", write = "BatchWriteItem", put = "PutItem", query = "Query", update = "UpdateItem" }
}

# Each turn of the compaction says how long the hour has been waiting whose readings were due first to be merged, and 0 where none is.
resource "aws_cloudwatch_log_metric_filter" "oldest_unmerged_hour" {
  count = length(local.readings)

  name           = "${var.name}-oldest-unmerged-hour"
  log_group_name = local.readings[count.index].compaction_log_group
  pattern        = "{ $.oldestSeconds >= 0 }"

  metric_transformation {
    name      = "OldestUnmergedHour"
    namespace = var.name
    value     = "$.oldestSeconds"
    unit      = "Seconds"
  }
}

resource "aws_cloudwatch_metric_alarm" "oldest_unmerged_hour" {
  count = length(local.readings)

  alarm_name          = "${var.name}-readings-not-merged"
  alarm_description   = "For an hour nobody has merged readings that were due to be, or the compaction that sees to it does not run. What is not merged 14 days after it was written is lost. The log of compact-readings says why."
  namespace           = var.name
  metric_name         = aws_cloudwatch_log_metric_filter.oldest_unmerged_hour[count.index].metric_transformation[0].name
  statistic           = "Maximum"
  period              = 15 * 60 # Three turns.
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 60 * 60
  treat_missing_data  = "breaching" # A compaction that says nothing merges nothing.
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn
}

# Of zeros DynamoDB says nothing, and an alarm on its metrics stays as it is where they say nothing ("PutMetricAlarm" of the CloudWatch API Reference): it
# would never end. So both alarms are on sums in which what is missing is 0. Both want a quarter of an hour: functions ask again what was refused once, and
# a table on demand is some minutes in growing with its load.
resource "aws_cloudwatch_metric_alarm" "readings_throttles" {
  count = length(local.readings)

  alarm_name          = "${var.name}-readings-throttles"
  alarm_description   = "DynamoDB has refused requests to ${local.readings[count.index].table} for a quarter of an hour: more are sent than readings_maximum_throughput or AWS's quotas let through."
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn

  metric_query {
    id          = "all"
    label       = "Throttled"
    expression  = join(" + ", [for id in keys(local.throttles) : "FILL(${id}, 0)"])
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.throttles

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = metric_query.value.metric
        dimensions  = merge({ TableName = local.readings[count.index].table }, metric_query.value.index)
        stat        = "Sum"
        period      = 300
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "readings_errors" {
  count = length(local.readings)

  alarm_name          = "${var.name}-readings-errors"
  alarm_description   = "DynamoDB has answered requests to ${local.readings[count.index].table} with errors of its own for a quarter of an hour. AWS's health dashboard may say why."
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn

  metric_query {
    id          = "all"
    label       = "Errors"
    expression  = join(" + ", [for id in keys(local.operations) : "FILL(${id}, 0)"])
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.operations

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = "SystemErrors"
        dimensions  = { TableName = local.readings[count.index].table, Operation = metric_query.value }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}
