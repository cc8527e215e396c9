data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

# The address that devices connect to; the one that Amazon Trust Services' certificates serve.
data "aws_iot_endpoint" "data" {
  endpoint_type = "iot:Data-ATS"
}

module "registry" {
  source = "./modules/registry"

  name                = local.name
  tables              = local.api.tables
  deletion_protection = var.deletion_protection
  kms_key_arn         = var.kms_key_arn
}

module "auth" {
  source = "./modules/auth"

  name                 = local.name
  functions            = local.functions
  dist                 = local.dist
  tables               = module.registry.tables
  sign_up              = var.sign_up
  mfa                  = var.mfa
  hosted_sign_in       = var.hosted_sign_in
  mail_sender          = var.mail_confirmed ? { address = var.mail_from, identity_arn = module.mail.identity_arn } : null
  deletion_protection  = var.deletion_protection
  log_retention_days   = var.log_retention_days
  reserved_concurrency = var.reserved_concurrency
  kms_key_arn          = var.kms_key_arn
}

module "readings" {
  source = "./modules/readings"

  name                          = local.name
  account_id                    = data.aws_caller_identity.current.account_id
  partition                     = data.aws_partition.current.partition
  region                        = var.region
  functions                     = local.functions
  dist                          = local.dist
  tables                        = module.registry.tables
  graphql_api                   = { arn = module.api.arn, url = module.api.graphql_url }
  store                         = var.readings_store
  kept_stores                   = var.kept_readings_stores
  deletion_protection           = var.deletion_protection
  retention_days                = coalesce(var.readings_retention_days, var.magnetic_store_retention_days)
  maximum_throughput            = var.readings_maximum_throughput
  memory_store_retention_hours  = var.memory_store_retention_hours
  magnetic_store_retention_days = var.magnetic_store_retention_days
  ingest_maximum_concurrency    = var.ingest_maximum_concurrency
  ingest_batch_window_seconds   = var.ingest_batch_window_seconds
  iot_log_level                 = var.iot_log_level
  log_retention_days            = var.log_retention_days
  reserved_concurrency          = var.reserved_concurrency
  kms_key_arn                   = var.kms_key_arn
}

module "mail" {
  source = "./modules/mail"

  name                 = local.name
  account_id           = data.aws_caller_identity.current.account_id
  partition            = data.aws_partition.current.partition
  region               = var.region
  functions            = local.functions
  dist                 = local.dist
  tables               = module.registry.tables
  address              = var.mail_from
  sign_in_url          = local.sign_in_url
  domain               = var.mail_identity
  manage_identity      = var.manage_mail_identity
  mail_from_subdomain  = var.mail_from_subdomain
  log_retention_days   = var.log_retention_days
  reserved_concurrency = var.reserved_concurrency
  kms_key_arn          = var.kms_key_arn
}

moved {
  from = module.exports.aws_sesv2_email_identity.sender
  to   = module.mail.aws_sesv2_email_identity.sender
}

module "exports" {
  source = "./modules/exports"

  name                  = local.name
  account_id            = data.aws_caller_identity.current.account_id
  partition             = data.aws_partition.current.partition
  region                = var.region
  functions             = local.functions
  dist                  = local.dist
  tables                = module.registry.tables
  readings_store        = module.readings.store
  graphql_api           = { arn = module.api.arn, url = module.api.graphql_url }
  export_days           = var.export_days
  mail_from             = var.mail_from
  configuration_set_arn = module.mail.configuration_set_arn
  download_domain       = var.download_domain
  download_rate_limit   = var.download_rate_limit
  download_burst_limit  = var.download_burst_limit
  deletion_protection   = var.deletion_protection
  log_retention_days    = var.log_retention_days
  reserved_concurrency  = var.reserved_concurrency
  kms_key_arn           = var.kms_key_arn
}

module "devices" {
  source = "./modules/devices"

  name                    = local.name
  account_id              = data.aws_caller_identity.current.account_id
  partition               = data.aws_partition.current.partition
  region                  = var.region
  functions               = local.functions
  dist                    = local.dist
  tables                  = module.registry.tables
  device_policy           = module.readings.device_policy
  device_type             = module.readings.device_type
  mqtt                    = { host = data.aws_iot_endpoint.data.endpoint_address, port = var.mqtt_port, root_ca_url = var.root_ca_url }
  certificates_per_second = var.certificates_per_second
  upload_origins          = local.upload_origins
  deletion_protection     = var.deletion_protection
  log_retention_days      = var.log_retention_days
  reserved_concurrency    = var.reserved_concurrency
  kms_key_arn             = var.kms_key_arn
}

module "api" {
  source = "./modules/api"

  name                 = local.name
  account_id           = data.aws_caller_identity.current.account_id
  partition            = data.aws_partition.current.partition
  region               = var.region
  api                  = local.api
  tables               = module.registry.tables
  function_arns        = { for name, function in local.deployed_functions : name => function.arn }
  domain               = var.api_domain
  user_pool_id         = module.auth.user_pool_id
  introspection        = var.introspection
  query_depth_limit    = var.query_depth_limit
  resolver_count_limit = var.resolver_count_limit
  enhanced_metrics     = var.enhanced_metrics
  log_retention_days   = var.log_retention_days
  kms_key_arn          = var.kms_key_arn
}

module "firewall" {
  source = "./modules/firewall"
  count  = var.waf == null ? 0 : 1

  name                   = local.name
  api_arn                = module.api.arn
  requests_per_5_minutes = var.waf.requests_per_5_minutes
}

module "observability" {
  source = "./modules/observability"

  name               = local.name
  account_id         = data.aws_caller_identity.current.account_id
  region             = var.region
  api_id             = module.api.id
  web_acl            = one(module.firewall[*].name)
  ingest_queue       = module.readings.ingest_queue
  dead_letter_queues = local.dead_letter_queues
  tables             = { for table, physical in module.registry.tables : table => physical.name }
  functions          = { for name, function in local.deployed_functions : name => function.name }
  worker_log_group   = module.exports.functions["export"].log_group
  sweep_log_group    = module.exports.functions["export-sweep"].log_group
  import_log_group   = module.devices.functions["import-devices"].log_group
  download_api_id    = module.exports.download_api_id

  readings_in_timestream = contains(keys(module.readings.stores), "timestream")
  readings_in_dynamodb   = module.readings.dynamodb
  alarm_email            = var.alarm_email
  monthly_budget         = var.monthly_budget
}
