output "store" {
  description = "The store of the readings that is in use: its kind, where it is, as functions are told, and the ARN of its table."
  value = {
    kind      = var.store
    location  = local.locations[var.store]
    table_arn = one(var.store == "dynamodb" ? aws_dynamodb_table.readings[*].arn : aws_timestreamwrite_table.readings[*].arn)
  }

  depends_on = [terraform_data.dynamodb_guard]
}

output "stores" {
  description = "Where each store of readings is that there is, in use or kept, by its kind."
  value       = local.locations
}

output "dynamodb" {
  description = "Name of the DynamoDB table of the readings, and the log group of the function that merges what is written to it; null where there is none."
  value       = one([for index, function in module.compact_readings : { table = aws_dynamodb_table.readings[index].name, compaction_log_group = function.log_group }])
}

output "deletion_protection" {
  description = "Whether stores refuse to be destroyed."
  value       = terraform_data.timestream_guard.input.protected && terraform_data.dynamodb_guard.input.protected
}

output "mqtt_topic" {
  description = "Pattern of the topic that a device publishes to."
  value       = "${local.topic_prefix}<organization>/<device>"
}

output "device_policy" {
  description = "Name of the IoT policy of devices."
  value       = aws_iot_policy.device.name
}

output "device_type" {
  description = "Name of the IoT thing type of devices."
  value       = aws_iot_thing_type.device.name
}

output "dead_letter_queues" {
  description = "URLs of the dead-letter queues, by queue name."
  value       = { (aws_sqs_queue.dead_letter.name) = aws_sqs_queue.dead_letter.url }
}

output "functions" {
  description = "Name, ARN and policy of the functions that this module deploys, by their name in `dist/functions.json`."
  value = merge(
    {
      ingest          = module.ingest
      query-readings  = module.query_readings
      record-readings = module.record_readings
    },
    { for function in module.compact_readings : "compact-readings" => function },
  )
}

output "ingest_queue" {
  description = "Name of the queue of published messages that wait to be stored."
  value       = aws_sqs_queue.ingest.name
}
