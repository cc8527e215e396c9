# The sweep says at every turn how long the export that is due longest has been waiting, and 0 where none is.
resource "aws_cloudwatch_log_metric_filter" "oldest_due_export" {
  name           = "${var.name}-oldest-due-export"
  log_group_name = var.sweep_log_group
  pattern        = "{ $.oldestSeconds >= 0 }"

  metric_transformation {
    name      = "OldestDueExport"
    namespace = var.name
    value     = "$.oldestSeconds"
    unit      = "Seconds"
  }
}

resource "aws_cloudwatch_metric_alarm" "oldest_due_export" {
  alarm_name          = "${var.name}-exports-stand-still"
  alarm_description   = "For a quarter of an hour nobody has looked at an export that was due, or the sweep that sees to it does not run."
  namespace           = var.name
  metric_name         = aws_cloudwatch_log_metric_filter.oldest_due_export.metric_transformation[0].name
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 15 * 60
  treat_missing_data  = "breaching" # A sweep that says nothing finds nothing.
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn
}

# The worker says so of each that ends without its files; whoever asked for it sees why.
resource "aws_cloudwatch_log_metric_filter" "failed_exports" {
  name           = "${var.name}-failed-exports"
  log_group_name = var.worker_log_group
  pattern        = "{ $.message = \"An export failed\" }"

  metric_transformation {
    name      = "FailedExports"
    namespace = var.name
    value     = "1"
    unit      = "Count"
  }
}

resource "aws_cloudwatch_metric_alarm" "failed_exports" {
  alarm_name          = "${var.name}-exports-fail"
  alarm_description   = "An export could not be made. The log of the worker says why."
  namespace           = var.name
  metric_name         = aws_cloudwatch_log_metric_filter.failed_exports.metric_transformation[0].name
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # Nothing is counted where nothing fails.
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn
}

resource "aws_cloudwatch_metric_alarm" "download_errors" {
  alarm_name          = "${var.name}-download-errors"
  alarm_description   = "A link to an export was answered with a server error."
  namespace           = "AWS/ApiGateway"
  metric_name         = "5xx"
  dimensions          = { ApiId = var.download_api_id }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn
}
