output "readings_table" {
  description = "Timestream database and table of the readings, and the table's ARN."
  value = {
    database = aws_timestreamwrite_database.this.database_name
    table    = aws_timestreamwrite_table.readings.table_name
    arn      = aws_timestreamwrite_table.readings.arn
  }
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
  value = {
    ingest          = module.ingest
    query-readings  = module.query_readings
    record-readings = module.record_readings
  }
}

output "ingest_queue" {
  description = "Name of the queue of published messages that wait to be stored."
  value       = aws_sqs_queue.ingest.name
}
