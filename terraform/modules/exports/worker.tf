locals {
  # What it takes to get readings out of the store.
  extracting = {
    timestream = [
      { actions = ["timestream:ListMeasures", "timestream:Select", "timestream:Unload"], resources = [var.readings_store.table_arn] },
      {
        actions             = ["timestream:CancelQuery", "timestream:DescribeEndpoints"]
        resources           = ["*"]
        any_resource_reason = "Timestream gives these actions no resource: a query has no ARN, and endpoints belong to the account."
      },
      # Timestream writes to both with this role: Parquet straight to where it is delivered from, rows to where they are read again.
      { actions = ["s3:GetBucketAcl"], resources = [for bucket in aws_s3_bucket.this : bucket.arn] },
    ]
    dynamodb = [
      { actions = ["dynamodb:Query"], resources = [var.readings_store.table_arn] },
    ]
  }[var.readings_store.kind]
}

module "export" {
  source = "../function"

  name                 = local.export_function
  manifest             = var.functions["export"]
  dist                 = var.dist
  environment          = local.environments["export"]
  graphql_api_arn      = var.graphql_api.arn
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "export", null)

  statements = concat(local.extracting, [
    { actions = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:UpdateItem"], resources = [var.tables["exports"].arn] },
    { actions = ["dynamodb:UpdateItem"], resources = [var.tables["exportLedger"].arn] },
    { actions = ["dynamodb:BatchGetItem", "dynamodb:Query"], resources = [var.tables["devices"].arn] },
    { actions = ["dynamodb:GetItem"], resources = [for table in ["identities", "organizations"] : var.tables[table].arn] },
    # Who may not list is not told that an object is missing, either.
    { actions = ["s3:ListBucket"], resources = [for bucket in aws_s3_bucket.this : bucket.arn] },
    {
      actions   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
      resources = [for bucket in aws_s3_bucket.this : "${bucket.arn}/*"]
    },
    # Its own uploads are of the files alone.
    { actions = ["s3:ListBucketMultipartUploads"], resources = [aws_s3_bucket.this["exports"].arn] },
    { actions = ["s3:ListMultipartUploadParts"], resources = ["${aws_s3_bucket.this["exports"].arn}/*"] },
    # As this sender only. Any identity of the account, because in its sandbox SES asks for the right to each recipient's, too. And SES asks for that to
    # the configuration set, also where it is the identity's default.
    {
      actions   = ["ses:SendEmail"]
      resources = ["arn:${var.partition}:ses:${var.region}:${var.account_id}:identity/*", var.configuration_set_arn]
      condition = { StringEquals = { "ses:FromAddress" = var.mail_from } }
    },
  ])
}

# The sweep finds whatever a worker did not get done, a minute later and for as long as it takes. So nothing is invoked again by itself, events that
# found no free instance do not pile up, and none needs a destination where it failed.
resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = module.export.name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}

moved {
  from = aws_lambda_function_event_invoke_config.this["export"]
  to   = aws_lambda_function_event_invoke_config.this
}
