output "watched_queues" {
  description = "Names of the queues that an alarm watches."
  value       = sort([for alarm in aws_cloudwatch_metric_alarm.dead_letter : alarm.dimensions["QueueName"]])
}

output "dashboard" {
  description = "Name of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "dashboard_body" {
  description = "What the dashboard shows, as JSON."
  value       = aws_cloudwatch_dashboard.this.dashboard_body
}
