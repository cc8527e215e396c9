resource "aws_cloudwatch_metric_alarm" "api_errors" {
  alarm_name          = "${var.name}-api-errors"
  alarm_description   = "AppSync answered a request with a server error."
  namespace           = "AWS/AppSync"
  metric_name         = "5XXError"
  dimensions          = { GraphQLAPIId = var.api_id }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn
}

resource "aws_cloudwatch_metric_alarm" "ingest_age" {
  alarm_name          = "${var.name}-ingest-stands-still"
  alarm_description   = "What devices published has been waiting for a quarter of an hour to be stored. It is deleted after 4 days."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = var.ingest_queue }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 15 * 60
  treat_missing_data  = "notBreaching"
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn
}

# Some requests are blocked on any day; many are an attack, or a rule that mistakes a front end for one.
resource "aws_cloudwatch_metric_alarm" "firewall" {
  count = var.web_acl == null ? 0 : 1

  alarm_name          = "${var.web_acl}-blocks"
  alarm_description   = "The firewall has blocked more than 100 requests in 5 minutes. Its metrics say by which rule."
  namespace           = "AWS/WAFV2"
  metric_name         = "BlockedRequests"
  dimensions          = { WebACL = var.web_acl, Region = var.region, Rule = "ALL" }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 100
  treat_missing_data  = "notBreaching"
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn
}
