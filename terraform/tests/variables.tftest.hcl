mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "test"
  region      = "eu-west-1"
  mail_from   = "sonde@example.com"
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "development" {
  command = plan

  variables {
    environment                   = run.setup.environments["dev"].environment
    region                        = run.setup.environments["dev"].region
    readings_store                = run.setup.environments["dev"].readings_store
    deletion_protection           = run.setup.environments["dev"].deletion_protection
    introspection                 = run.setup.environments["dev"].introspection
    query_depth_limit             = run.setup.environments["dev"].query_depth_limit
    magnetic_store_retention_days = run.setup.environments["dev"].magnetic_store_retention_days
    export_days                   = run.setup.environments["dev"].export_days
    log_retention_days            = run.setup.environments["dev"].log_retention_days
    mfa                           = run.setup.environments["dev"].mfa
  }

  assert {
    condition     = local.name == "sonde-dev" && length(run.setup.environments["dev"]) == 10
    error_message = "All of dev.tfvars must be what the variables take."
  }

  assert {
    condition     = !output.deletion_protection.tables && !output.deletion_protection.readings && !output.deletion_protection.user_pool && !output.deletion_protection.buckets && output.introspection
    error_message = "In development all can be destroyed, and tools can read the schema."
  }
}

run "production" {
  command = plan

  variables {
    environment         = run.setup.environments["prod"].environment
    region              = run.setup.environments["prod"].region
    readings_store      = run.setup.environments["prod"].readings_store
    deletion_protection = run.setup.environments["prod"].deletion_protection
    introspection       = run.setup.environments["prod"].introspection
    log_retention_days  = run.setup.environments["prod"].log_retention_days
    mfa                 = run.setup.environments["prod"].mfa
  }

  assert {
    condition     = local.name == "sonde-prod" && length(run.setup.environments["prod"]) == 7
    error_message = "All of prod.tfvars must be what the variables take."
  }

  assert {
    condition     = output.deletion_protection.tables && output.deletion_protection.readings && output.deletion_protection.user_pool && output.deletion_protection.buckets && !output.introspection
    error_message = "In production data is protected, and the schema is not shown."
  }
}

run "on_dynamodb_in_any_region" {
  command = plan

  variables {
    region                      = "eu-north-1"
    readings_store              = "dynamodb"
    readings_retention_days     = null
    readings_maximum_throughput = { write_units = 1 }
  }

  assert {
    condition     = output.readings_store == "dynamodb" && output.readings_stores == { dynamodb = "dynamodb:sonde-test-readings/3650" }
    error_message = "Readings are kept in DynamoDB as long as they would be in Timestream."
  }
}

run "as_before_there_was_a_choice" {
  command = plan

  assert {
    condition     = output.readings_store == "timestream" && output.readings_stores == { timestream = "timestream:sonde_test/readings" }
    error_message = "An environment may not lose its readings by an update."
  }
}

run "in_both" {
  command = plan

  variables {
    readings_store          = "dynamodb"
    kept_readings_stores    = ["timestream"]
    readings_retention_days = 73000
  }

  assert {
    condition     = output.readings_store == "dynamodb" && output.readings_stores == { timestream = "timestream:sonde_test/readings", dynamodb = "dynamodb:sonde-test-readings/73000" }
    error_message = "A store that is kept must be found."
  }
}

run "refuses_a_store_that_it_does_not_know" {
  command = plan

  variables {
    readings_store = "DynamoDB"
  }

  expect_failures = [var.readings_store]
}

run "refuses_timestream_where_there_is_none" {
  command = plan

  variables {
    region = "eu-north-1"
  }

  expect_failures = [var.readings_store]
}

run "refuses_to_keep_timestream_where_there_is_none" {
  command = plan

  variables {
    region               = "eu-north-1"
    readings_store       = "dynamodb"
    kept_readings_stores = ["timestream"]
  }

  expect_failures = [var.readings_store]
}

run "wrong_links_and_ports" {
  command = plan

  variables {
    sign_in_url             = "http://app.example.com/"
    mqtt_port               = 0
    root_ca_url             = "http://www.example.com/ca.pem"
    certificates_per_second = 0.5
    upload_origins          = ["https://app.example.com/path"]
    console_url             = "https://console.example.com/"
    user_pool_endpoint      = "http://sign-in.example.com"
  }

  expect_failures = [var.sign_in_url, var.mqtt_port, var.root_ca_url, var.certificates_per_second, var.upload_origins, var.console_url, var.user_pool_endpoint]
}

run "right_links_and_ports" {
  command = plan

  variables {
    sign_in_url             = "https://app.example.com/sign-in?from=mail"
    mqtt_port               = 443
    root_ca_url             = "https://files.example.com/ca.pem"
    certificates_per_second = 50
    upload_origins          = ["https://app.example.com", "http://localhost:5173"]
    console                 = true
    console_url             = "http://127.0.0.1:4000"
    console_price_class     = "PriceClass_200"
    user_pool_endpoint      = "http://127.0.0.1:4566"
  }

  assert {
    condition     = output.mqtt_url == "mqtts://a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com:443" && module.devices.functions["device-credentials"].environment.ROOT_CA_URL == "https://files.example.com/ca.pem"
    error_message = "Devices must be told what is set."
  }
}

run "laptop" {
  command = plan

  variables {
    environment                   = run.setup.environments["local"].environment
    region                        = run.setup.environments["local"].region
    allowed_account_ids           = run.setup.environments["local"].allowed_account_ids
    deletion_protection           = run.setup.environments["local"].deletion_protection
    introspection                 = run.setup.environments["local"].introspection
    query_depth_limit             = run.setup.environments["local"].query_depth_limit
    mail_from                     = run.setup.environments["local"].mail_from
    mail_confirmed                = run.setup.environments["local"].mail_confirmed
    sign_up                       = run.setup.environments["local"].sign_up
    mfa                           = run.setup.environments["local"].mfa
    magnetic_store_retention_days = run.setup.environments["local"].magnetic_store_retention_days
    export_days                   = run.setup.environments["local"].export_days
    log_retention_days            = run.setup.environments["local"].log_retention_days
    certificates_per_second       = run.setup.environments["local"].certificates_per_second
    console                       = run.setup.environments["local"].console
  }

  assert {
    condition     = local.name == "sonde-local" && length(run.setup.environments["local"]) == 15
    error_message = "All of local.tfvars must be what the variables take."
  }

  assert {
    condition     = jsonencode(var.allowed_account_ids) == jsonencode(["000000000000"])
    error_message = "An account of AWS must never be taken for the laptop."
  }

  assert {
    condition     = !output.deletion_protection.tables && !output.deletion_protection.user_pool && !output.deletion_protection.buckets && output.introspection
    error_message = "On the laptop all can be destroyed, and tools can read the schema."
  }
}

run "accepts_the_least" {
  command = plan

  variables {
    project                       = "s1"
    environment                   = "qa"
    allowed_account_ids           = ["123456789012", "000000000000"]
    alarm_email                   = null
    query_depth_limit             = 1
    resolver_count_limit          = 1
    memory_store_retention_hours  = 1
    magnetic_store_retention_days = 1
    readings_retention_days       = 1
    ingest_maximum_concurrency    = 2
    export_days                   = 1
    mail_from                     = "a@b.co"
    manage_mail_identity          = false
    download_rate_limit           = 1
    download_burst_limit          = 1
    log_retention_days            = 1
    reserved_concurrency          = { query-readings = 1 }
    sign_up                       = "open"
    mfa                           = "ON"
    iot_log_level                 = "ERROR"
    kms_key_arn                   = "arn:aws:kms:eu-west-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef"
    waf                           = { requests_per_5_minutes = 10 }
    mail_identity                 = "b.co"
    mail_confirmed                = true
    hosted_sign_in                = { domain_prefix = "s", callback_urls = ["http://localhost"], logout_urls = ["http://localhost:5173/out?of=it"] }
  }
}

run "refuses_domains_and_keys_that_have_another_form" {
  command = plan

  variables {
    api_domain      = { name = "https://api.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
    download_domain = { name = "files.example.com/", certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
    kms_key_arn     = "arn:aws:kms:eu-west-1:123456789012:alias/sonde"

    console             = true
    console_domain      = { name = "Console.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
    console_price_class = "100"
  }

  expect_failures = [var.api_domain, var.download_domain, var.kms_key_arn, var.console_domain, var.console_price_class]
}

run "refuses_certificates_and_keys_of_another_region" {
  command = plan

  variables {
    api_domain      = { name = "api.example.com", certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
    download_domain = { name = "files.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
    kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"
    console         = true
    console_domain  = { name = "console.example.com", certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
  }

  expect_failures = [var.api_domain, var.download_domain, var.kms_key_arn, var.console_domain]
}

run "refuses_the_identity_of_another_sender" {
  command = plan

  variables {
    mail_identity        = "ample.com"
    manage_mail_identity = false
  }

  expect_failures = [var.mail_identity]
}

run "refuses_bounces_by_a_name_that_nobody_manages" {
  command = plan

  variables {
    mail_from_subdomain = "bounces"
  }

  expect_failures = [var.mail_from_subdomain]
}

run "refuses_bounces_by_the_name_of_the_sender" {
  command = plan

  variables {
    mail_from           = "sonde@bounces.example.com"
    mail_identity       = "example.com"
    mail_from_subdomain = "bounces"
  }

  expect_failures = [var.mail_from_subdomain]
}

run "refuses_bounces_by_what_is_no_label" {
  command = plan

  variables {
    mail_identity       = "example.com"
    mail_from_subdomain = "bounces.example.com"
  }

  expect_failures = [var.mail_from_subdomain]
}

run "refuses_what_is_not_set" {
  command = plan

  variables {
    environment = null
    region      = null
    mail_from   = null
  }

  expect_failures = [var.environment, var.region, var.mail_from]
}

run "refuses_a_budget_of_nothing" {
  command = plan

  variables {
    alarm_email    = "operations@example.com"
    monthly_budget = 0
  }

  expect_failures = [var.monthly_budget]
}

run "refuses_a_budget_that_nobody_hears_of" {
  command = plan

  variables {
    monthly_budget = 100
  }

  expect_failures = [var.monthly_budget]
}

run "refuses_concurrency_of_no_function" {
  command = plan

  variables {
    reserved_concurrency = { query_readings = 5 }
  }

  expect_failures = [output.functions]
}

run "refuses_what_is_missing_or_too_small" {
  command = plan

  variables {
    project                       = "s"
    environment                   = ""
    region                        = ""
    dist_path                     = "./tests/mocks"
    alarm_email                   = ""
    query_depth_limit             = 0
    resolver_count_limit          = 0
    memory_store_retention_hours  = 0
    magnetic_store_retention_days = 0
    kept_readings_stores          = [""]
    readings_retention_days       = 0
    readings_maximum_throughput   = { read_units = 0 }
    ingest_maximum_concurrency    = 1
    ingest_batch_window_seconds   = 0
    export_days                   = 0
    mail_from                     = ""
    download_rate_limit           = 0
    download_burst_limit          = 0
    allowed_account_ids           = [""]
    log_retention_days            = 0
    reserved_concurrency          = { query-readings = 0 }
    sign_up                       = ""
    mfa                           = ""
    iot_log_level                 = ""
    waf                           = { requests_per_5_minutes = 9 }
    hosted_sign_in                = { domain_prefix = "", callback_urls = [], logout_urls = [] }
  }

  expect_failures = [
    var.project, var.environment, var.region, var.allowed_account_ids, var.dist_path, var.alarm_email, var.query_depth_limit, var.resolver_count_limit, var.memory_store_retention_hours,
    var.kept_readings_stores, var.readings_retention_days, var.readings_maximum_throughput,
    var.magnetic_store_retention_days, var.ingest_maximum_concurrency, var.ingest_batch_window_seconds, var.export_days, var.mail_from, var.download_rate_limit, var.download_burst_limit,
    var.log_retention_days, var.iot_log_level, var.reserved_concurrency, var.sign_up, var.mfa, var.hosted_sign_in, var.waf,
  ]
}

run "refuses_what_is_too_large" {
  command = plan

  variables {
    project                       = "a-project-of-21-chars"
    environment                   = "thirteenchars"
    region                        = "eu-west-11"
    alarm_email                   = "operations@example.com, others@example.com"
    query_depth_limit             = 76
    resolver_count_limit          = 10001
    memory_store_retention_hours  = 8767
    magnetic_store_retention_days = 73001
    kept_readings_stores          = ["timestream", "dynamodb", "s3"]
    readings_retention_days       = 73001
    readings_maximum_throughput   = { write_units = 1000001 }
    ingest_maximum_concurrency    = 1001
    ingest_batch_window_seconds   = 301
    export_days                   = 366
    mail_from                     = "sonde@example.com, others@example.com"
    download_rate_limit           = 10001
    download_burst_limit          = 5001
    allowed_account_ids           = ["1234567890123"]
    log_retention_days            = 3654
    reserved_concurrency          = { ingest = 5 }
    sign_up                       = "everybody"
    mfa                           = "SMS"
    iot_log_level                 = "TRACE"
    waf                           = { requests_per_5_minutes = 2000000001 }
    hosted_sign_in                = { domain_prefix = "a-prefix-that-is-longer-than-the-63-characters-that-a-label-may-have", callback_urls = ["http://example.com/"], logout_urls = ["https://example.com/"] }
  }

  expect_failures = [
    var.project, var.environment, var.region, var.allowed_account_ids, var.alarm_email, var.query_depth_limit, var.resolver_count_limit, var.memory_store_retention_hours,
    var.kept_readings_stores, var.readings_retention_days, var.readings_maximum_throughput,
    var.magnetic_store_retention_days, var.ingest_maximum_concurrency, var.ingest_batch_window_seconds, var.export_days, var.mail_from, var.download_rate_limit, var.download_burst_limit,
    var.log_retention_days, var.iot_log_level, var.reserved_concurrency, var.sign_up, var.mfa, var.hosted_sign_in, var.waf,
  ]
}

run "refuses_what_has_another_form" {
  command = plan

  variables {
    project                       = "Sonde"
    environment                   = "my-prod"
    region                        = "europe"
    alarm_email                   = "operations"
    query_depth_limit             = 1.5
    resolver_count_limit          = 1.5
    memory_store_retention_hours  = 1.5
    magnetic_store_retention_days = 1.5
    kept_readings_stores          = ["DynamoDB"]
    readings_retention_days       = 1.5
    readings_maximum_throughput   = { read_units = 1.5 }
    ingest_maximum_concurrency    = 2.5
    ingest_batch_window_seconds   = 1.5
    export_days                   = 1.5
    mail_from                     = "Sonde <sonde@example.com>"
    download_rate_limit           = 1.5
    download_burst_limit          = 1.5
    allowed_account_ids           = ["1234-5678-9012"]
    log_retention_days            = 31
    reserved_concurrency          = { query-readings = 1.5 }
    sign_up                       = "Invited"
    mfa                           = "optional"
    iot_log_level                 = "warn"
    waf                           = { requests_per_5_minutes = 10.5 }
    hosted_sign_in                = { domain_prefix = "my-cognito", callback_urls = ["https://example.com/#home"], logout_urls = ["https://example.com/"] }
  }

  expect_failures = [
    var.project, var.environment, var.region, var.allowed_account_ids, var.alarm_email, var.query_depth_limit, var.resolver_count_limit, var.memory_store_retention_hours,
    var.kept_readings_stores, var.readings_retention_days, var.readings_maximum_throughput,
    var.magnetic_store_retention_days, var.ingest_maximum_concurrency, var.ingest_batch_window_seconds, var.export_days, var.mail_from, var.download_rate_limit, var.download_burst_limit,
    var.log_retention_days, var.iot_log_level, var.reserved_concurrency, var.sign_up, var.mfa, var.hosted_sign_in, var.waf,
  ]
}

run "refuses_a_domain_of_no_console" {
  command = plan

  variables {
    console_domain = { name = "console.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
  }

  expect_failures = [var.console_domain]
}
