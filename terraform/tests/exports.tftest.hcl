mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                  = "sonde-test"
  account_id            = "123456789012"
  partition             = "aws"
  region                = "eu-west-1"
  export_days           = 7
  mail_from             = "sonde@example.com"
  configuration_set_arn = "arn:aws:ses:eu-west-1:123456789012:configuration-set/sonde-test"
  download_rate_limit   = 20
  download_burst_limit  = 40
  deletion_protection   = true
  log_retention_days    = 14

  readings_store = {
    kind      = "timestream"
    location  = "timestream:sonde_test/readings"
    table_arn = "arn:aws:timestream:eu-west-1:123456789012:database/sonde_test/table/readings"
  }

  graphql_api = {
    arn = "arn:aws:appsync:eu-west-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz"
    url = "https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql"
  }
}

# Each under a name and an ARN of its own, to tell which of them a policy names.
override_resource {
  target = aws_s3_bucket.this["exports"]
  values = { id = "sonde-test-exports-123456789012", arn = "arn:aws:s3:::sonde-test-exports-123456789012" }
}

override_resource {
  target = aws_s3_bucket.this["unload"]
  values = { id = "sonde-test-unload-123456789012", arn = "arn:aws:s3:::sonde-test-unload-123456789012" }
}

override_resource {
  target = module.export.aws_lambda_function.this
  values = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:sonde-test-export" }
}

override_resource {
  target = module.export_sweep.aws_lambda_function.this
  values = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:sonde-test-export-sweep" }
}

override_resource {
  target = module.export_download.aws_lambda_function.this
  values = { invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/sonde-test-export-download/invocations" }
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "exports" {
  module {
    source = "./modules/exports"
  }

  variables {
    functions = run.setup.functions
    dist      = run.setup.dist
    tables    = run.setup.tables
  }

  assert {
    condition     = output.buckets == { exports = "sonde-test-exports-123456789012", unload = "sonde-test-unload-123456789012" }
    error_message = "Names must be the environment's, and the account's."
  }

  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.this : !bucket.force_destroy]) && output.deletion_protection
    error_message = "A protected bucket may not be deleted with what is in it."
  }

  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.this : length(bucket.tags["Purpose"]) > 0])
    error_message = "Every bucket must say what it is for."
  }

  assert {
    condition = { for name, block in aws_s3_bucket_public_access_block.this : block.bucket => [block.block_public_acls, block.block_public_policy, block.ignore_public_acls, block.restrict_public_buckets] } == {
      for name, bucket in aws_s3_bucket.this : bucket.id => [true, true, true, true]
    }
    error_message = "No bucket may be public in any way."
  }

  assert {
    condition     = { for controls in aws_s3_bucket_ownership_controls.this : controls.bucket => controls.rule[0].object_ownership } == { for bucket in aws_s3_bucket.this : bucket.id => "BucketOwnerEnforced" }
    error_message = "All objects must be the account's, without access lists."
  }

  assert {
    condition = (
      { for encryption in aws_s3_bucket_server_side_encryption_configuration.this : encryption.bucket => one(one(encryption.rule).apply_server_side_encryption_by_default).sse_algorithm } ==
      { for bucket in aws_s3_bucket.this : bucket.id => "AES256" }
    )
    error_message = "Every bucket must be encrypted."
  }

  assert {
    condition = (
      { for policy in aws_s3_bucket_policy.this : policy.bucket => [for statement in jsondecode(policy.policy).Statement : [statement.Effect, statement.Principal, statement.Action, join(" ", statement.Resource), statement.Condition.Bool["aws:SecureTransport"]]] } ==
      { for bucket in aws_s3_bucket.this : bucket.id => [["Deny", "*", "s3:*", "${bucket.arn} ${bucket.arn}/*", "false"]] }
    )
    error_message = "Buckets are reached by TLS only."
  }

  assert {
    condition = { for name, lifecycle in aws_s3_bucket_lifecycle_configuration.this : lifecycle.bucket => [for rule in lifecycle.rule : [rule.status, rule.expiration[0].days, rule.abort_incomplete_multipart_upload[0].days_after_initiation]] } == {
      "sonde-test-exports-123456789012" = [["Enabled", 8, 1]]
      "sonde-test-unload-123456789012"  = [["Enabled", 1, 1]]
    }
    error_message = "Files outlive their export by no more than a day, and what its making needs lives for one."
  }

  # What they know, and may do.
  assert {
    condition     = { for name, function in output.functions : name => function.name } == { for name in ["export", "export-download", "export-files", "export-sweep"] : name => "sonde-test-${name}" }
    error_message = "Names must be the environment's."
  }

  assert {
    condition = local.settings == {
      DEVICES_TABLE       = "sonde-test-devices"
      DOWNLOAD_URL        = "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"
      EXPORTS_BUCKET      = "sonde-test-exports-123456789012"
      EXPORTS_TABLE       = "sonde-test-exports"
      EXPORT_DAYS         = "7"
      EXPORT_FUNCTION     = "sonde-test-export"
      EXPORT_LEDGER_TABLE = "sonde-test-exportLedger"
      GRAPHQL_URL         = "https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql"
      IDENTITIES_TABLE    = "sonde-test-identities"
      MAIL_FROM           = "sonde@example.com"
      ORGANIZATIONS_TABLE = "sonde-test-organizations"
      READINGS_STORE      = "timestream:sonde_test/readings"
      UNLOAD_BUCKET       = "sonde-test-unload-123456789012"
    }
    error_message = "Functions must be told of the environment's own things."
  }

  assert {
    condition     = local.settings["EXPORT_FUNCTION"] == output.functions["export"].name
    error_message = "The sweep must wake the function that makes exports."
  }

  assert {
    condition     = alltrue([for name in keys(output.functions) : toset(keys(local.environments[name])) == toset(run.setup.functions[name].environment)])
    error_message = "Every function must be told what it requires."
  }

  assert {
    condition = jsonencode([
      for statement in jsondecode(output.functions["export"].policy).Statement : [statement.Action, statement.Resource]
      if !startswith(statement.Action[0], "logs:") && !startswith(statement.Action[0], "xray:")
      ]) == jsonencode([
      [["appsync:GraphQL"], ["arn:aws:appsync:eu-west-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz/types/Mutation/fields/publishExport"]],
      [["timestream:ListMeasures", "timestream:Select", "timestream:Unload"], ["arn:aws:timestream:eu-west-1:123456789012:database/sonde_test/table/readings"]],
      [["timestream:CancelQuery", "timestream:DescribeEndpoints"], ["*"]],
      [["s3:GetBucketAcl"], ["arn:aws:s3:::sonde-test-exports-123456789012", "arn:aws:s3:::sonde-test-unload-123456789012"]],
      [["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:UpdateItem"], [run.setup.tables["exports"].arn]],
      [["dynamodb:UpdateItem"], [run.setup.tables["exportLedger"].arn]],
      [["dynamodb:BatchGetItem", "dynamodb:Query"], [run.setup.tables["devices"].arn]],
      [["dynamodb:GetItem"], [run.setup.tables["identities"].arn, run.setup.tables["organizations"].arn]],
      [["s3:ListBucket"], ["arn:aws:s3:::sonde-test-exports-123456789012", "arn:aws:s3:::sonde-test-unload-123456789012"]],
      [
        ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        ["arn:aws:s3:::sonde-test-exports-123456789012/*", "arn:aws:s3:::sonde-test-unload-123456789012/*"],
      ],
      [["s3:ListBucketMultipartUploads"], ["arn:aws:s3:::sonde-test-exports-123456789012"]],
      [["s3:ListMultipartUploadParts"], ["arn:aws:s3:::sonde-test-exports-123456789012/*"]],
      [["ses:SendEmail"], ["arn:aws:ses:eu-west-1:123456789012:identity/*", "arn:aws:ses:eu-west-1:123456789012:configuration-set/sonde-test"]],
    ])
    error_message = "export changes exports and what they count for, reads devices, people and readings, writes and reads its buckets, sends mail and publishes progress, and no more."
  }

  assert {
    condition     = [for statement in jsondecode(output.functions["export"].policy).Statement : statement.Condition if can(statement.Condition)] == [{ StringEquals = { "ses:FromAddress" = "sonde@example.com" } }]
    error_message = "Mail goes out in the name of the environment's sender only."
  }

  assert {
    condition = jsonencode([
      for statement in jsondecode(output.functions["export-sweep"].policy).Statement : [statement.Action, statement.Resource]
      if !startswith(statement.Action[0], "logs:") && !startswith(statement.Action[0], "xray:")
      ]) == jsonencode([
      [["dynamodb:Query"], ["arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-exports/index/due"]],
      [["lambda:InvokeFunction"], ["arn:aws:lambda:eu-west-1:123456789012:function:sonde-test-export"]],
    ])
    error_message = "export-sweep reads the index of what is due, not the exports, and wakes export, and no more."
  }

  assert {
    condition = jsonencode([
      for statement in jsondecode(output.functions["export-download"].policy).Statement : [statement.Action, statement.Resource]
      if !startswith(statement.Action[0], "logs:") && !startswith(statement.Action[0], "xray:")
      ]) == jsonencode([
      [["dynamodb:GetItem"], [run.setup.tables["exports"].arn, run.setup.tables["identities"].arn]],
      [["s3:GetObject"], ["arn:aws:s3:::sonde-test-exports-123456789012/*"]],
    ])
    error_message = "export-download reads one export, one identity and the files, and no more."
  }

  assert {
    condition = jsonencode([
      for statement in jsondecode(output.functions["export-files"].policy).Statement : [statement.Action, statement.Resource]
      if !startswith(statement.Action[0], "logs:") && !startswith(statement.Action[0], "xray:")
      ]) == jsonencode([
      [["s3:GetObject"], ["arn:aws:s3:::sonde-test-exports-123456789012/*"]],
    ])
    error_message = "export-files reads the files, and no more."
  }

  assert {
    condition = (
      aws_lambda_function_event_invoke_config.this.function_name == "sonde-test-export" &&
      aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 0 && aws_lambda_function_event_invoke_config.this.maximum_event_age_in_seconds == 60
    )
    error_message = "What a run did not get done is the next sweep's, and no event's that is tried again."
  }

  # The links in e-mails.
  assert {
    condition     = aws_apigatewayv2_api.download.name == "sonde-test-download" && aws_apigatewayv2_api.download.protocol_type == "HTTP"
    error_message = "Links are answered by an HTTP API of the environment's name."
  }

  assert {
    condition     = { for key, route in aws_apigatewayv2_route.download : route.route_key => route.target } == { for key in run.setup.functions["export-download"].httpRoutes : key => "integrations/abc1234" }
    error_message = "The routes must be the manifest's, and no other."
  }

  assert {
    condition = (
      aws_apigatewayv2_integration.download.integration_type == "AWS_PROXY" && aws_apigatewayv2_integration.download.payload_format_version == "2.0" &&
      aws_apigatewayv2_integration.download.integration_uri == "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/sonde-test-export-download/invocations"
    )
    error_message = "Routes must reach export-download, with events of format 2.0."
  }

  assert {
    condition = (
      aws_apigatewayv2_stage.download.name == "$default" && aws_apigatewayv2_stage.download.auto_deploy &&
      aws_apigatewayv2_stage.download.default_route_settings[0].throttling_rate_limit == 20 &&
      aws_apigatewayv2_stage.download.default_route_settings[0].throttling_burst_limit == 40
    )
    error_message = "The stage has no path of its own, and is throttled as the variables say."
  }

  assert {
    condition = (
      aws_apigatewayv2_stage.download.access_log_settings[0].destination_arn == aws_cloudwatch_log_group.download.arn &&
      aws_cloudwatch_log_group.download.name == "/aws/vendedlogs/sonde-test-download" && aws_cloudwatch_log_group.download.retention_in_days == 14
    )
    error_message = "Access is logged, and the log ends."
  }

  assert {
    condition = toset(values(jsondecode(aws_apigatewayv2_stage.download.access_log_settings[0].format))) == toset([
      "$context.integrationErrorMessage", "$context.requestId", "$context.responseLatency", "$context.routeKey", "$context.status",
    ])
    error_message = "The log may have neither the path, which has the secret, nor anything of who asks."
  }

  assert {
    condition = (
      aws_lambda_permission.download.function_name == "sonde-test-export-download" && aws_lambda_permission.download.principal == "apigateway.amazonaws.com" &&
      aws_lambda_permission.download.source_arn == "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/*/*"
    )
    error_message = "This API, and no other, may run export-download."
  }
}

run "from_dynamodb" {
  command = plan

  module {
    source = "./modules/exports"
  }

  variables {
    functions = run.setup.functions
    dist      = run.setup.dist
    tables    = run.setup.tables

    readings_store = {
      kind      = "dynamodb"
      location  = "dynamodb:sonde-test-readings/365"
      table_arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings"
    }
  }

  assert {
    condition     = local.settings["READINGS_STORE"] == "dynamodb:sonde-test-readings/365"
    error_message = "Functions must be told where the readings are."
  }

  assert {
    condition = jsonencode([for statement in local.extracting : [statement.actions, statement.resources]]) == jsonencode([
      [["dynamodb:Query"], ["arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings"]],
    ])
    error_message = "Out of DynamoDB export reads readings, and no more."
  }
}

run "without_protection" {
  command = plan

  module {
    source = "./modules/exports"
  }

  variables {
    functions           = run.setup.functions
    dist                = run.setup.dist
    tables              = run.setup.tables
    deletion_protection = false
  }

  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.this : bucket.force_destroy]) && !output.deletion_protection
    error_message = "Without protection buckets go with what is in them."
  }
}

run "refuses_functions_that_nothing_would_call" {
  command = plan

  module {
    source = "./modules/exports"
  }

  variables {
    functions = { for name, function in run.setup.functions : name => merge(function, { schedule = null, httpRoutes = [] }) }
    dist      = run.setup.dist
    tables    = run.setup.tables
  }

  expect_failures = [var.functions]
}
