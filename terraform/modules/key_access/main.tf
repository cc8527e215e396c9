locals {
  # Those that encrypt with the key, of the services that a role calls.
  services = [for service in ["dynamodb", "sqs", "timestream"] : service if anytrue([for action in var.actions : startswith(action, "${service}:")])]
}
