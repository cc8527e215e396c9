output "region" {
  description = "AWS Region of the environment."
  value       = var.region
}

output "graphql_url" {
  description = "URL of queries and mutations."
  value       = module.api.client_urls.graphql
}

output "realtime_url" {
  description = "WebSocket URL of subscriptions."
  value       = module.api.client_urls.realtime
}

output "amplify_outputs" {
  description = "Configuration of front ends, as JSON: `terraform output -raw amplify_outputs >amplify_outputs.json`."
  value       = jsonencode(local.amplify_outputs)
}

output "dns_records" {
  description = "Records that somebody has to make in DNS, for api_domain, console_domain, download_domain and mail_identity."
  value = concat(
    [for name, target in merge(module.api.dns_records, module.exports.dns_records, flatten(module.console[*].dns_records)...) : { name = name, type = "CNAME", value = target }],
    module.mail.dns_records,
  )
}

output "introspection" {
  description = "Whether the API shows its schema."
  value       = module.api.introspection
}

output "user_pool_id" {
  description = "Cognito user pool that people sign in to."
  value       = module.auth.user_pool_id
}

output "user_pool_client_id" {
  description = "Client of the user pool for browsers. It has no secret."
  value       = module.auth.user_pool_client_id
}

output "user_pool_service_client_id" {
  description = "Client of the user pool for services, which sign in by USER_PASSWORD_AUTH. It has no secret: a service has one."
  value       = module.auth.service_client_id
}

output "iot_endpoint" {
  description = "Host that devices connect to by MQTT over TLS, on mqtt_port."
  value       = data.aws_iot_endpoint.data.endpoint_address
}

output "mqtt_port" {
  description = "Port of iot_endpoint that devices connect to."
  value       = var.mqtt_port
}

output "mqtt_url" {
  description = "Where devices connect."
  value       = local.mqtt_url
}

output "mqtt_topic" {
  description = "Pattern of the topic that a device publishes to."
  value       = module.readings.mqtt_topic
}

output "device_policy" {
  description = "IoT policy of the certificates of devices. `provisionDevice` attaches it; who makes a certificate by hand does."
  value       = module.readings.device_policy
}

output "device_type" {
  description = "IoT thing type of every device. A thing of it has the device's id as its name, and the organization's id as its attribute `organization`."
  value       = module.readings.device_type
}

output "tables" {
  description = "DynamoDB tables, by their logical name."
  value       = { for table, physical in module.registry.tables : table => physical.name }
}

output "deletion_protection" {
  description = "Whether the tables, the readings, the user pool and buckets with something in them refuse to be deleted."
  value = {
    tables    = module.registry.deletion_protection
    readings  = module.readings.deletion_protection
    user_pool = module.auth.deletion_protection
    buckets   = module.exports.deletion_protection && module.devices.deletion_protection
  }
}

output "readings_store" {
  description = "Kind of the store of readings that is in use: `timestream` or `dynamodb`."
  value       = module.readings.store.kind
}

output "readings_stores" {
  description = "Where the stores of readings are, in use and kept, by their kind: `timestream:<database>/<table>`, `dynamodb:<table>/<days that readings are kept>`."
  value       = module.readings.stores
}

output "buckets" {
  description = "S3 buckets: of the files of exports, of what only their making needs, of imports of devices, and of the console's files."
  value       = merge(module.exports.buckets, { imports = module.devices.bucket }, { for bucket in module.console[*].bucket : "console" => bucket })
}

output "download_url" {
  description = "What the links to exports in e-mails begin with."
  value       = module.exports.download_url
}

output "console_url" {
  description = "Where people find the console; null where there is none."
  value       = local.console_url
}

output "sign_in_url" {
  description = "Page that invitations lead to; null where they have no link."
  value       = local.sign_in_url
}

output "mail_sender" {
  description = "What a person has to do before e-mails go out, and bounces are heard of."
  value       = module.mail.sender
}

output "dashboard_url" {
  description = "Where an operator looks first."
  value       = "https://${var.region}.console.aws.amazon.com/cloudwatch/home?region=${var.region}#dashboards/dashboard/${module.observability.dashboard}"
}

output "dead_letter_queues" {
  description = "URLs of the queues of what could not be processed, by queue name."
  value       = local.dead_letter_queues
}

output "functions" {
  description = "Lambda functions, by their name in `dist/functions.json`."
  value       = { for name, function in local.deployed_functions : name => function.name }

  precondition {
    condition     = length(setsubtract(local.wanted_functions, keys(local.deployed_functions))) == 0
    error_message = "No module deploys these functions of dist/functions.json: ${join(", ", setsubtract(local.wanted_functions, keys(local.deployed_functions)))}."
  }

  precondition {
    condition     = length(setsubtract(keys(var.reserved_concurrency), keys(local.functions))) == 0
    error_message = "reserved_concurrency names functions that do not exist: ${join(", ", setsubtract(keys(var.reserved_concurrency), keys(local.functions)))}. There are: ${join(", ", keys(local.functions))}."
  }
}
