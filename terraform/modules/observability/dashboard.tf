locals {
  # What an operator looks at first, in rows of widgets: by title, the lines of each as [namespace, metric, dimensions, statistic].
  graphs = concat(local.graphs_of_all, [local.graphs_of_stores], local.graphs_of_readings)

  graphs_of_all = [
    {
      "API: errors" = [
        ["AWS/AppSync", "5XXError", { GraphQLAPIId = var.api_id }, "Sum"],
        ["AWS/AppSync", "4XXError", { GraphQLAPIId = var.api_id }, "Sum"],
      ]
      "API: latency (ms)" = [for statistic in ["p50", "p99"] : ["AWS/AppSync", "Latency", { GraphQLAPIId = var.api_id }, statistic]]
      "API: subscribers" = [
        ["AWS/AppSync", "ActiveConnections", { GraphQLAPIId = var.api_id }, "Maximum"],
        ["AWS/AppSync", "ActiveSubscriptions", { GraphQLAPIId = var.api_id }, "Maximum"],
      ]
    },
    {
      "Ingest: messages" = [["AWS/SQS", "NumberOfMessagesSent", { QueueName = var.ingest_queue }, "Sum"]]
      "Ingest: age of the oldest message (s)" = [
        ["AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName = var.ingest_queue }, "Maximum"],
      ]
      "Messages in dead-letter queues" = [
        for queue in keys(var.dead_letter_queues) : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName = queue }, "Maximum"]
      ]
    },
    {
      "Exports: longest wait (s)" = [[var.name, "OldestDueExport", {}, "Maximum"]]
      "Exports: failed"           = [[var.name, "FailedExports", {}, "Sum"]]
      "Download links: errors"    = [for metric in ["5xx", "4xx"] : ["AWS/ApiGateway", metric, { ApiId = var.download_api_id }, "Sum"]]
    },
    {
      "Functions: errors"             = [for function in values(var.functions) : ["AWS/Lambda", "Errors", { FunctionName = function }, "Sum"]]
      "Functions: throttles"          = [for function in values(var.functions) : ["AWS/Lambda", "Throttles", { FunctionName = function }, "Sum"]]
      "Functions: duration, p99 (ms)" = [for function in values(var.functions) : ["AWS/Lambda", "Duration", { FunctionName = function }, "p99"]]
    },
  ]

  graphs_of_stores = merge(
    {
      "DynamoDB: throttles" = [
        for pair in setproduct(values(var.tables), ["ReadThrottleEvents", "WriteThrottleEvents"]) : ["AWS/DynamoDB", pair[1], { TableName = pair[0] }, "Sum"]
      ]
    },
    {
      for title, lines in {
        # Of the whole account, for Timestream gives them no other dimension.
        "Timestream, whole account: errors" = [
          for pair in setproduct(["SystemErrors", "UserErrors"], ["Query", "WriteRecords"]) : ["AWS/Timestream", pair[0], { Operation = pair[1] }, "Sum"]
        ]
        "Timestream, whole account: latency of queries, p99 (ms)" = [["AWS/Timestream", "SuccessfulRequestLatency", { Operation = "Query" }, "p99"]]
      } : title => lines if var.readings_in_timestream
    },
  )

  graphs_of_readings = [
    for readings in local.readings : {
      "Readings: longest wait to be merged (s)" = [[var.name, "OldestUnmergedHour", {}, "Maximum"]]
      "Readings: units used" = concat(
        [for metric in ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"] : ["AWS/DynamoDB", metric, { TableName = readings.table }, "Sum"]],
        [["AWS/DynamoDB", "ConsumedWriteCapacityUnits", { TableName = readings.table, GlobalSecondaryIndexName = "due" }, "Sum"]],
      )
      "Readings: throttles and errors of DynamoDB" = concat(
        [for throttle in values(local.throttles) : ["AWS/DynamoDB", throttle.metric, merge({ TableName = readings.table }, throttle.index), "Sum"]],
        [for operation in values(local.operations) : ["AWS/DynamoDB", "SystemErrors", { TableName = readings.table, Operation = operation }, "Sum"]],
      )
    }
  ]

  alarms = concat(
    values(aws_cloudwatch_metric_alarm.dead_letter)[*].arn,
    values(aws_cloudwatch_metric_alarm.function_errors)[*].arn,
    values(aws_cloudwatch_metric_alarm.function_throttles)[*].arn,
    aws_cloudwatch_metric_alarm.firewall[*].arn,
    aws_cloudwatch_metric_alarm.oldest_unmerged_hour[*].arn,
    aws_cloudwatch_metric_alarm.readings_throttles[*].arn,
    aws_cloudwatch_metric_alarm.readings_errors[*].arn,
    [for alarm in [
      aws_cloudwatch_metric_alarm.api_errors, aws_cloudwatch_metric_alarm.ingest_age, aws_cloudwatch_metric_alarm.oldest_due_export,
      aws_cloudwatch_metric_alarm.failed_exports, aws_cloudwatch_metric_alarm.download_errors, aws_cloudwatch_metric_alarm.oldest_due_import,
      aws_cloudwatch_metric_alarm.failed_imports,
    ] : alarm.arn],
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  # A grid 24 wide.
  dashboard_body = jsonencode({
    widgets = concat(
      [{
        type       = "alarm"
        x          = 0
        y          = 0
        width      = 24
        height     = 3
        properties = { title = "Alarms", alarms = local.alarms }
      }],
      flatten([
        for row, graphs in local.graphs : [
          for column, title in keys(graphs) : {
            type   = "metric"
            x      = 8 * column
            y      = 3 + 6 * row
            width  = 8
            height = 6

            properties = {
              title   = title
              region  = var.region
              view    = "timeSeries"
              period  = 300
              yAxis   = { left = { min = 0 } }
              metrics = [for line in graphs[title] : concat([line[0], line[1]], flatten([for name, value in line[2] : [name, value]]), [{ stat = line[3] }])]
            }
          }
        ]
      ]),
    )
  })
}
