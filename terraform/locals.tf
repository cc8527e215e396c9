locals {
  name = "${var.project}-${var.environment}"

  tags = {
    Project     = var.project
    Environment = var.environment
    ManagedBy   = "terraform"
  }

  dist = startswith(var.dist_path, "/") ? var.dist_path : "${path.root}/${var.dist_path}"

  # Everything about the API, its tables and its functions is said there, and nowhere else.
  api       = jsondecode(file("${local.dist}/api.json"))
  functions = jsondecode(file("${local.dist}/functions.json"))

  mqtt_url = "mqtts://${data.aws_iot_endpoint.data.endpoint_address}:${var.mqtt_port}"

  # Some have to do with one store of readings only.
  wanted_functions   = [for name, function in local.functions : name if contains(concat(keys(module.readings.stores), ["any"]), try(function.readingsStore, "any"))]
  deployed_functions = merge(module.auth.functions, module.readings.functions, module.mail.functions, module.exports.functions, module.devices.functions)
  dead_letter_queues = merge(module.readings.dead_letter_queues, module.mail.dead_letter_queues)
}
