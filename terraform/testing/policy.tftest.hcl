# Whole environments, for testing/policy.ts to read out of the state that each run ends in.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "test"
  region      = "eu-west-1"
  mail_from   = "sonde@example.com"

  # The mocked environments go when the tests end.
  deletion_protection = false
}

# Under an ARN and a name each, to tell which of them is meant.
override_resource {
  target = module.readings.aws_sqs_queue.ingest

  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:sonde-test-ingest"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/sonde-test-ingest"
  }
}

override_resource {
  target = module.readings.aws_sqs_queue.dead_letter

  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:sonde-test-ingest-dead-letter"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/sonde-test-ingest-dead-letter"
  }
}

override_resource {
  target = module.mail.aws_sqs_queue.dead_letter

  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:sonde-test-mail-feedback-dead-letter"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/sonde-test-mail-feedback-dead-letter"
  }
}

override_resource {
  target = module.readings.aws_dynamodb_table.readings
  values = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-readings" }
}

override_resource {
  target = module.registry.aws_dynamodb_table.this["auditEvents"]
  values = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-auditEvents" }
}

override_resource {
  target = module.exports.aws_s3_bucket.this["exports"]
  values = { id = "sonde-test-exports", arn = "arn:aws:s3:::sonde-test-exports" }
}

override_resource {
  target = module.exports.aws_s3_bucket.this["unload"]
  values = { id = "sonde-test-unload", arn = "arn:aws:s3:::sonde-test-unload" }
}

override_resource {
  target = module.devices.aws_s3_bucket.imports
  values = { id = "sonde-test-imports", arn = "arn:aws:s3:::sonde-test-imports" }
}

override_resource {
  target = module.console[0].aws_s3_bucket.this
  values = { id = "sonde-test-console", arn = "arn:aws:s3:::sonde-test-console" }
}

run "the_least" {
}

run "the_least_on_dynamodb" {
  # Anew, and not as a change of the one before: of what is replaced mocks give no new values.
  state_key = "the_least_on_dynamodb"

  variables {
    readings_store = "dynamodb"
  }
}

run "every_option" {
  state_key = "every_option"

  variables {
    alarm_email      = "operations@example.com"
    monthly_budget   = 100
    sign_up          = "open"
    enhanced_metrics = true
    waf              = {}
    mfa              = "OPTIONAL"
    mail_confirmed   = true
    sign_in_url      = "https://app.example.com/"

    readings_store              = "dynamodb"
    kept_readings_stores        = ["timestream"]
    readings_retention_days     = 365
    readings_maximum_throughput = { read_units = 4000, write_units = 1000 }

    mail_identity       = "example.com"
    mail_from_subdomain = "bounces"
    kms_key_arn         = "arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"
    iot_log_level       = "INFO"

    api_domain      = { name = "api.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
    console         = true
    console_domain  = { name = "console.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
    download_domain = { name = "files.example.com", certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }

    hosted_sign_in = {
      domain_prefix = "sonde-test"
      callback_urls = ["https://app.example.com/"]
      logout_urls   = ["https://app.example.com/"]
    }
  }
}
