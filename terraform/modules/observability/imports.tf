# Each turn says how long the import that is due longest has been waiting, and 0 where none is.
resource "aws_cloudwatch_log_metric_filter" "oldest_due_import" {
  name           = "${var.name}-oldest-due-import"
  log_group_name = var.import_log_group
  pattern        = "{ $.oldestSeconds >= 0 }"

  metric_transformation {
    name      = "OldestDueImport"
    namespace = var.name
    value     = "$.oldestSeconds"
    unit      = "Seconds"
  }
}

resource "aws_cloudwatch_metric_alarm" "oldest_due_import" {
  alarm_name          = "${var.name}-imports-stand-still"
  alarm_description   = "For a quarter of an hour nobody has gone on with an import of devices that was due, or import-devices does not run."
  namespace           = var.name
  metric_name         = aws_cloudwatch_log_metric_filter.oldest_due_import.metric_transformation[0].name
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 15 * 60
  treat_missing_data  = "breaching" # A turn that says nothing finds nothing.
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn
}

# The worker says so of each that ends without its devices; whoever asked for it sees why.
resource "aws_cloudwatch_log_metric_filter" "failed_imports" {
  name           = "${var.name}-failed-imports"
  log_group_name = var.import_log_group
  pattern        = "{ ($.message = \"An import failed\") || ($.message = \"The rest of an import was given up\") }"

  metric_transformation {
    name      = "FailedImports"
    namespace = var.name
    value     = "1"
    unit      = "Count"
  }
}

resource "aws_cloudwatch_metric_alarm" "failed_imports" {
  alarm_name          = "${var.name}-imports-fail"
  alarm_description   = "An import of devices was given up. The log of import-devices says why."
  namespace           = var.name
  metric_name         = aws_cloudwatch_log_metric_filter.failed_imports.metric_transformation[0].name
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # Nothing is counted where nothing fails.
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn
}
