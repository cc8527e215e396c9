mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                    = "sonde-test"
  account_id              = "123456789012"
  partition               = "aws"
  region                  = "eu-west-1"
  device_policy           = "sonde-test-device"
  device_type             = "sonde-test-device"
  mqtt                    = { host = "a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com", port = 8883, root_ca_url = "https://www.amazontrust.com/repository/AmazonRootCA1.pem" }
  certificates_per_second = 8
  upload_origins          = ["https://app.example.com"]
  deletion_protection     = true
  log_retention_days      = 14
}

# Under a name and an ARN of its own, to tell that a policy names it.
override_resource {
  target = aws_s3_bucket.imports
  values = { id = "sonde-test-imports-123456789012", arn = "arn:aws:s3:::sonde-test-imports-123456789012" }
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "devices" {
  module {
    source = "./modules/devices"
  }

  variables {
    functions = run.setup.functions
    dist      = run.setup.dist
    tables    = run.setup.tables
  }

  assert {
    condition     = output.bucket == "sonde-test-imports-123456789012" && !aws_s3_bucket.imports.force_destroy && output.deletion_protection
    error_message = "The bucket must have the environment's name, and the account's, and keep what is in it."
  }

  assert {
    condition = (
      aws_s3_bucket_public_access_block.imports.block_public_acls && aws_s3_bucket_public_access_block.imports.block_public_policy &&
      aws_s3_bucket_public_access_block.imports.ignore_public_acls && aws_s3_bucket_public_access_block.imports.restrict_public_buckets &&
      aws_s3_bucket_ownership_controls.imports.rule[0].object_ownership == "BucketOwnerEnforced" &&
      jsondecode(aws_s3_bucket_policy.imports.policy).Statement[0].Condition == { Bool = { "aws:SecureTransport" = "false" } }
    )
    error_message = "Nobody may reach the bucket but by TLS and with the account's own rights."
  }

  assert {
    condition = (
      one(one(aws_s3_bucket_server_side_encryption_configuration.imports.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256" &&
      one(aws_s3_bucket_lifecycle_configuration.imports.rule).expiration[0].days == 1 &&
      one(aws_s3_bucket_lifecycle_configuration.imports.rule).abort_incomplete_multipart_upload[0].days_after_initiation == 1
    )
    error_message = "What is in the bucket is encrypted, and gone after a day: there are keys of devices among it."
  }

  assert {
    condition = (
      one(aws_s3_bucket_cors_configuration.imports[0].cors_rule).allowed_origins == toset(["https://app.example.com"]) &&
      one(aws_s3_bucket_cors_configuration.imports[0].cors_rule).allowed_methods == toset(["GET", "PUT"])
    )
    error_message = "Pages of the front end, and of no other, may upload and read."
  }

  assert {
    condition = (
      module.device_credentials.environment.MQTT_ENDPOINT == "a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com:8883" &&
      module.device_credentials.environment.DEVICE_POLICY == "sonde-test-device" && module.device_credentials.environment.DEVICE_THING_TYPE == "sonde-test-device" &&
      module.import_devices.environment.CERTIFICATES_PER_SECOND == "8" && module.import_devices.environment.IMPORTS_BUCKET == "sonde-test-imports-123456789012"
    )
    error_message = "Who makes certificates must know what to attach to them, and where devices connect."
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(output.functions["device-credentials"].policy).Statement : [for action in statement.Action : [for resource in statement.Resource : "${action} ${resource}"]] if startswith(statement.Action[0], "iot:")])) == toset([
      "iot:AttachPolicy arn:aws:iot:eu-west-1:123456789012:cert/*",
      "iot:AttachThingPrincipal arn:aws:iot:eu-west-1:123456789012:cert/*",
      "iot:CreateCertificateFromCsr *",
      "iot:CreateKeysAndCertificate *",
      "iot:CreateThing arn:aws:iot:eu-west-1:123456789012:thing/*",
      "iot:DeleteCertificate arn:aws:iot:eu-west-1:123456789012:cert/*",
      "iot:DeleteConnection arn:aws:iot:eu-west-1:123456789012:client/*",
      "iot:DeleteThing arn:aws:iot:eu-west-1:123456789012:thing/*",
      "iot:DescribeCertificate arn:aws:iot:eu-west-1:123456789012:cert/*",
      "iot:DetachThingPrincipal arn:aws:iot:eu-west-1:123456789012:cert/*",
      "iot:ListThingPrincipals arn:aws:iot:eu-west-1:123456789012:thing/*",
      "iot:UpdateCertificate arn:aws:iot:eu-west-1:123456789012:cert/*",
      "iot:UpdateThing arn:aws:iot:eu-west-1:123456789012:thing/*",
    ])
    error_message = "Of AWS IoT, devices' things, certificates and connections are all that may be changed."
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(output.functions["device-import-files"].policy).Statement : [for action in statement.Action : [for resource in statement.Resource : "${action} ${resource}"]] if !can(regex("^(logs|xray):", statement.Action[0]))])) == toset([
      "s3:GetObject arn:aws:s3:::sonde-test-imports-123456789012/imports/*",
      "s3:PutObject arn:aws:s3:::sonde-test-imports-123456789012/imports/*/upload.csv",
      "s3:ListBucket arn:aws:s3:::sonde-test-imports-123456789012",
    ])
    error_message = "A link that is signed may upload a file, or read one, and nothing else."
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(output.functions["import-devices"].policy).Statement : [for action in statement.Action : [for resource in statement.Resource : "${action} ${resource}"]] if can(regex("^(dynamodb|s3):", statement.Action[0]))])) == toset([
      "dynamodb:GetItem ${run.setup.tables["deviceImports"].arn}",
      "dynamodb:UpdateItem ${run.setup.tables["deviceImports"].arn}",
      "dynamodb:Query ${run.setup.tables["deviceImports"].index_arns["due"]}",
      "dynamodb:UpdateItem ${run.setup.tables["exportLedger"].arn}",
      "dynamodb:PutItem ${run.setup.tables["devices"].arn}",
      "dynamodb:BatchGetItem ${run.setup.tables["auditEvents"].arn}",
      "dynamodb:PutItem ${run.setup.tables["auditEvents"].arn}",
      "s3:DeleteObject arn:aws:s3:::sonde-test-imports-123456789012/imports/*",
      "s3:GetObject arn:aws:s3:::sonde-test-imports-123456789012/imports/*",
      "s3:PutObject arn:aws:s3:::sonde-test-imports-123456789012/imports/*",
      "s3:ListBucket arn:aws:s3:::sonde-test-imports-123456789012",
    ])
    error_message = "The worker makes devices with their events, changes none, and works on files of imports alone."
  }
}

run "without_a_schedule" {
  command = plan

  module {
    source = "./modules/devices"
  }

  variables {
    functions = { for name, function in run.setup.functions : name => merge(function, { schedule = null }) }
    dist      = run.setup.dist
    tables    = run.setup.tables
  }

  expect_failures = [var.functions]
}

run "with_a_key" {
  module {
    source = "./modules/devices"
  }

  variables {
    functions      = run.setup.functions
    dist           = run.setup.dist
    tables         = run.setup.tables
    upload_origins = []
    kms_key_arn    = "arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"
  }

  assert {
    condition = (
      one(one(aws_s3_bucket_server_side_encryption_configuration.imports.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms" &&
      one(one(aws_s3_bucket_server_side_encryption_configuration.imports.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn &&
      one(aws_s3_bucket_server_side_encryption_configuration.imports.rule).bucket_key_enabled
    )
    error_message = "With a key of one's own, the bucket must be encrypted by it."
  }

  assert {
    condition = alltrue([for function in ["device-import-files", "import-devices"] : contains(
      [for statement in jsondecode(output.functions[function].policy).Statement : jsonencode(statement)],
      jsonencode({ Action = ["kms:Decrypt", "kms:GenerateDataKey"], Condition = { StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" } }, Effect = "Allow", Resource = [var.kms_key_arn] }),
    )]) && !strcontains(output.functions["device-credentials"].policy, "s3.eu-west-1")
    error_message = "Who reads and writes the files may use the key, through S3 alone."
  }

  assert {
    condition     = length(aws_s3_bucket_cors_configuration.imports) == 0
    error_message = "Without origins no page may upload."
  }
}
