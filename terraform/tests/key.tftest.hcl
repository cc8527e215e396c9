mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "test"
  region      = "eu-west-1"
  mail_from   = "sonde@example.com"
  kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "of_ones_own" {
  module {
    source = "./modules/key_access"
  }

  variables {
    actions = ["dynamodb:GetItem", "dynamodb:Query", "s3:GetObject", "sqs:SendMessage"]
  }

  assert {
    condition = output.statements == [{
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
      Resource  = ["arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"]
      Condition = { StringEquals = { "kms:ViaService" = ["dynamodb.eu-west-1.amazonaws.com", "sqs.eu-west-1.amazonaws.com"] } }
    }]
    error_message = "A role may use the key through the services that it calls, and no other way."
  }
}

run "nothing_that_is_encrypted" {
  module {
    source = "./modules/key_access"
  }

  variables {
    actions = ["s3:GetObject", "lambda:InvokeFunction"]
  }

  assert {
    condition     = length(output.statements) == 0
    error_message = "A role that calls nothing that is encrypted with the key has nothing to do with it."
  }
}

run "of_the_services" {
  module {
    source = "./modules/key_access"
  }

  variables {
    kms_key_arn = null
    actions     = ["dynamodb:GetItem"]
  }

  assert {
    condition     = length(output.statements) == 0
    error_message = "Keys of the services need nothing."
  }
}

run "tables" {
  command = plan

  module {
    source = "./modules/registry"
  }

  variables {
    name                = "sonde-test"
    tables              = run.setup.api.tables
    deletion_protection = true
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.server_side_encryption[0].enabled && table.server_side_encryption[0].kms_key_arn == var.kms_key_arn])
    error_message = "Every table must be encrypted with the key."
  }
}

run "queues_and_readings" {
  command = plan

  module {
    source = "./modules/readings"
  }

  variables {
    name                          = "sonde-test"
    account_id                    = "123456789012"
    partition                     = "aws"
    functions                     = run.setup.functions
    dist                          = run.setup.dist
    tables                        = run.setup.tables
    graphql_api                   = { arn = "arn:aws:appsync:eu-west-1:123456789012:apis/a", url = "https://a.appsync-api.eu-west-1.amazonaws.com/graphql" }
    store                         = "timestream"
    kept_stores                   = ["dynamodb"]
    deletion_protection           = true
    retention_days                = 365
    memory_store_retention_hours  = 24
    magnetic_store_retention_days = 365
    ingest_maximum_concurrency    = 10
    ingest_batch_window_seconds   = 1
    log_retention_days            = 14
  }

  assert {
    condition     = alltrue([for queue in [aws_sqs_queue.ingest, aws_sqs_queue.dead_letter] : queue.kms_master_key_id == var.kms_key_arn])
    error_message = "The queues must be encrypted with the key."
  }

  assert {
    condition     = aws_timestreamwrite_database.this[0].kms_key_id == var.kms_key_arn && aws_dynamodb_table.readings[0].server_side_encryption[0].kms_key_arn == var.kms_key_arn
    error_message = "The readings must be encrypted with the key."
  }
}
