# Asked by AppSync, through a data source of its own, for those who are signed in.
module "device_import_files" {
  source = "../function"

  name                 = "${var.name}-device-import-files"
  manifest             = var.functions["device-import-files"]
  dist                 = var.dist
  environment          = local.environments["device-import-files"]
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "device-import-files", null)

  # The URLs that it signs may do what its role may.
  statements = concat(local.using_files_key, [
    { actions = ["s3:GetObject"], resources = ["${aws_s3_bucket.imports.arn}/imports/*"] },
    { actions = ["s3:PutObject"], resources = ["${aws_s3_bucket.imports.arn}/imports/*/upload.csv"] },
    # Who may not list is not told that an object is missing, either.
    { actions = ["s3:ListBucket"], resources = [aws_s3_bucket.imports.arn] },
  ])
}

module "import_devices" {
  source = "../function"

  name                 = "${var.name}-import-devices"
  manifest             = var.functions["import-devices"]
  dist                 = var.dist
  environment          = local.environments["import-devices"]
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "import-devices", null)

  statements = concat(local.certifying, local.using_files_key, [
    { actions = ["dynamodb:GetItem", "dynamodb:UpdateItem"], resources = [var.tables["deviceImports"].arn] },
    # Across organizations, so that it may see keys there, and no import.
    { actions = ["dynamodb:Query"], resources = [var.tables["deviceImports"].index_arns["due"]] },
    { actions = ["dynamodb:UpdateItem"], resources = [var.tables["exportLedger"].arn] },
    { actions = ["dynamodb:PutItem"], resources = [var.tables["devices"].arn] },
    { actions = ["dynamodb:BatchGetItem", "dynamodb:PutItem"], resources = [var.tables["auditEvents"].arn] },
    { actions = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], resources = ["${aws_s3_bucket.imports.arn}/imports/*"] },
    { actions = ["s3:ListBucket"], resources = [aws_s3_bucket.imports.arn] },
  ])
}

# Whatever a worker did not get done, a minute later.
module "import_schedule" {
  source = "../schedule"

  account_id  = var.account_id
  function    = { name = module.import_devices.name, arn = module.import_devices.arn }
  expression  = var.functions["import-devices"].schedule
  description = "Has the imports of devices gone on with that somebody must look at again"
  group       = "${var.name}-imports"
}
