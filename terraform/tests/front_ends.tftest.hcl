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

# Given by AWS, which would be random here.
override_resource {
  target = module.exports.aws_apigatewayv2_domain_name.download[0]
  values = {
    id                        = "files.example.com"
    domain_name_configuration = { target_domain_name = "d-a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com" }
  }
}

run "by_the_names_of_aws" {
  assert {
    condition = jsondecode(output.amplify_outputs) == {
      version = "1"

      auth = {
        aws_region              = "eu-west-1"
        user_pool_id            = "eu-west-1_AbCdEfGhI"
        user_pool_client_id     = "1example23456789"
        username_attributes     = ["email"]
        user_verification_types = ["email"]

        password_policy = {
          min_length        = 12
          require_lowercase = false
          require_uppercase = false
          require_numbers   = false
          require_symbols   = false
        }
      }

      data = {
        aws_region                 = "eu-west-1"
        url                        = "https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql"
        default_authorization_type = "AMAZON_COGNITO_USER_POOLS"
        authorization_types        = []
      }

      custom = {
        service_client_id = "1example23456789"
        mqtt_url          = "mqtts://a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com:8883"
        root_ca_url       = "https://www.amazontrust.com/repository/AmazonRootCA1.pem"
      }
    }
    error_message = "Front ends need the pool, the API and the broker, and nothing that is not there."
  }

  assert {
    condition     = length(output.dns_records) == 0
    error_message = "Without domain names there is nothing to do in DNS."
  }

  assert {
    condition     = output.console_url == null && output.sign_in_url == null && !contains(keys(output.buckets), "console")
    error_message = "There is no console unless it is asked for."
  }
}

run "with_the_console" {
  variables {
    console        = true
    upload_origins = ["https://app.example.com"]
  }

  assert {
    condition     = output.console_url == "https://d111111abcdef8.cloudfront.net" && output.sign_in_url == "https://d111111abcdef8.cloudfront.net/" && output.buckets.console == module.console[0].bucket
    error_message = "People must find the console, and invitations lead to it."
  }

  assert {
    condition     = module.console[0].connect_sources == tolist(["https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com", "wss://abcdefghijklmnopqrstuvwxyz.appsync-realtime-api.eu-west-1.amazonaws.com", "https://cognito-idp.eu-west-1.amazonaws.com", "https://mock.s3.eu-west-1.amazonaws.com"])
    error_message = "Pages of the console must reach the API, the user pool and the bucket of imports."
  }

  assert {
    condition     = local.upload_origins == tolist(["https://app.example.com", "https://d111111abcdef8.cloudfront.net"])
    error_message = "Pages of the console must be let upload files, beside those of others."
  }
}

run "by_names_of_ones_own" {
  variables {
    mfa             = "ON"
    api_domain      = { name = "api.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
    download_domain = { name = "files.example.com", certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
    hosted_sign_in  = { domain_prefix = "sonde-test", callback_urls = ["https://app.example.com/"], logout_urls = ["https://app.example.com/bye"] }

    console            = true
    console_domain     = { name = "console.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
    sign_in_url        = "https://app.example.com/"
    user_pool_endpoint = "https://sign-in.example.com/pool"
  }

  assert {
    condition     = output.graphql_url == "https://api.example.com/graphql" && output.realtime_url == "wss://api.example.com/graphql/realtime" && jsondecode(output.amplify_outputs).data.url == output.graphql_url
    error_message = "Front ends must reach the API by its domain name."
  }

  assert {
    condition     = module.api.graphql_url == "https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql"
    error_message = "Functions must reach the API by AppSync's own name, for which no DNS record has to be made first."
  }

  assert {
    condition     = output.download_url == "https://files.example.com"
    error_message = "Links in e-mails must begin with their domain name."
  }

  assert {
    condition = jsonencode(output.dns_records) == jsonencode([
      { name = "api.example.com", type = "CNAME", value = "d111111abcdef8.cloudfront.net" },
      { name = "console.example.com", type = "CNAME", value = "d111111abcdef8.cloudfront.net" },
      { name = "files.example.com", type = "CNAME", value = "d-a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com" },
    ])
    error_message = "An operator must learn which DNS records to make."
  }

  assert {
    condition = jsondecode(output.amplify_outputs).auth.oauth == {
      domain                = "sonde-test.auth.eu-west-1.amazoncognito.com"
      identity_providers    = []
      scopes                = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]
      redirect_sign_in_uri  = ["https://app.example.com/"]
      redirect_sign_out_uri = ["https://app.example.com/bye"]
      response_type         = "code"
    }
    error_message = "Front ends must find the sign-in pages."
  }

  assert {
    condition     = jsondecode(output.amplify_outputs).auth.mfa_configuration == "REQUIRED" && jsondecode(output.amplify_outputs).auth.mfa_methods == ["TOTP"]
    error_message = "Front ends must know of the second factor."
  }

  assert {
    condition     = output.console_url == "https://console.example.com" && output.sign_in_url == "https://app.example.com/" && local.upload_origins == tolist(["*"])
    error_message = "The console must be found by its domain name, and an address of sign-in that is given counts."
  }

  assert {
    condition     = module.console[0].connect_sources == tolist(["https://api.example.com", "wss://api.example.com", "https://sign-in.example.com", "https://mock.s3.eu-west-1.amazonaws.com", "https://sonde-test.auth.eu-west-1.amazoncognito.com"]) && jsondecode(output.amplify_outputs).custom.user_pool_endpoint == "https://sign-in.example.com/pool"
    error_message = "Pages of the console must ask by the domain names that there are."
  }
}

run "behind_something_else" {
  variables {
    console     = true
    console_url = "https://www.example.com"
  }

  assert {
    condition     = output.console_url == "https://www.example.com" && output.sign_in_url == "https://www.example.com/"
    error_message = "People must be led to what stands before the console."
  }
}
