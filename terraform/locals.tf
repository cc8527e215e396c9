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

  mail_identity_arn = "arn:${data.aws_partition.current.partition}:ses:${var.region}:${data.aws_caller_identity.current.account_id}:identity/${coalesce(var.mail_identity, var.mail_from)}"

  deployed_functions = merge(module.auth.functions, module.readings.functions, module.exports.functions)
}
