locals {
  # All that a function of exports may have to know. Each gets those that its own configuration schema requires.
  settings = {
    DEVICES_TABLE       = var.tables["devices"].name
    DOWNLOAD_URL        = local.download_url
    EXPORTS_BUCKET      = aws_s3_bucket.this["exports"].bucket
    EXPORTS_TABLE       = var.tables["exports"].name
    EXPORT_DAYS         = tostring(var.export_days)
    EXPORT_FUNCTION     = local.export_function
    EXPORT_LEDGER_TABLE = var.tables["exportLedger"].name
    GRAPHQL_URL         = var.graphql_api.url
    IDENTITIES_TABLE    = var.tables["identities"].name
    MAIL_FROM           = var.mail_from
    ORGANIZATIONS_TABLE = var.tables["organizations"].name
    READINGS_STORE      = var.readings_store.location
    UNLOAD_BUCKET       = aws_s3_bucket.this["unload"].bucket
  }

  environments = {
    for name, function in var.functions : name => {
      for variable in function.environment : variable => local.settings[variable] if contains(keys(local.settings), variable)
    }
  }

  export_function = "${var.name}-export"
}

# For those who are signed in: asked by AppSync, through a data source of its own.
module "export_files" {
  source = "../function"

  name                 = "${var.name}-export-files"
  manifest             = var.functions["export-files"]
  dist                 = var.dist
  environment          = local.environments["export-files"]
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "export-files", null)

  # It calls nothing: the URLs that it signs may do what its role may.
  statements = [
    { actions = ["s3:GetObject"], resources = ["${aws_s3_bucket.this["exports"].arn}/*"] },
  ]
}
