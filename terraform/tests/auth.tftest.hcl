mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name               = "sonde-test"
  sign_up            = "invited"
  mfa                = "OFF"
  log_retention_days = 14
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "invited" {
  module {
    source = "./modules/auth"
  }

  variables {
    functions           = run.setup.functions
    dist                = run.setup.dist
    tables              = run.setup.tables
    deletion_protection = run.setup.environments["prod"].deletion_protection
  }

  assert {
    condition     = aws_cognito_user_pool.this.name == "sonde-test" && aws_cognito_user_pool_client.browser.name == "sonde-test-browser"
    error_message = "Names must be the environment's."
  }

  assert {
    condition     = aws_cognito_user_pool.this.deletion_protection == "ACTIVE"
    error_message = "In production the user pool may not be deleted."
  }

  assert {
    condition = (
      aws_cognito_user_pool.this.mfa_configuration == "OFF" && length(aws_cognito_user_pool.this.software_token_mfa_configuration) == 0 &&
      length(aws_cognito_user_pool.this.email_configuration) == 0 && length(aws_cognito_user_pool_domain.this) == 0 &&
      !aws_cognito_user_pool_client.browser.allowed_oauth_flows_user_pool_client && output.hosted_sign_in == null
    )
    error_message = "Second factor, sender and sign-in pages are not there unless asked for."
  }

  assert {
    condition = (
      aws_cognito_user_pool.this.username_attributes == toset(["email"]) &&
      !aws_cognito_user_pool.this.username_configuration[0].case_sensitive &&
      aws_cognito_user_pool.this.auto_verified_attributes == toset(["email"]) &&
      aws_cognito_user_pool.this.user_attribute_update_settings[0].attributes_require_verification_before_update == toset(["email"])
    )
    error_message = "People sign in by an e-mail address that is theirs, whatever its case."
  }

  assert {
    condition     = [for mechanism in aws_cognito_user_pool.this.account_recovery_setting[0].recovery_mechanism : mechanism.name] == ["verified_email"]
    error_message = "Only a verified address recovers an account."
  }

  assert {
    condition = (
      aws_cognito_user_pool.this.user_pool_tier == "ESSENTIALS" &&
      aws_cognito_user_pool.this.lambda_config[0].pre_sign_up == module.pre_sign_up.arn &&
      aws_cognito_user_pool.this.lambda_config[0].custom_message == null &&
      aws_cognito_user_pool.this.lambda_config[0].pre_token_generation_config[0].lambda_arn == module.pre_token_generation.arn &&
      aws_cognito_user_pool.this.lambda_config[0].pre_token_generation_config[0].lambda_version == "V2_0"
    )
    error_message = "The triggers must run, that of tokens in the version that reaches access tokens, but none that writes mails of Cognito's own sender."
  }

  assert {
    condition = (
      { for trigger, permission in aws_lambda_permission.cognito : trigger => permission.function_name } == {
        custom-message       = "sonde-test-custom-message"
        pre-sign-up          = "sonde-test-pre-sign-up"
        pre-token-generation = "sonde-test-pre-token-generation"
      } &&
      alltrue([for permission in aws_lambda_permission.cognito : permission.source_arn == aws_cognito_user_pool.this.arn && permission.principal == "cognito-idp.amazonaws.com"])
    )
    error_message = "This pool, and no other, may run the triggers."
  }

  assert {
    condition = (
      aws_cognito_user_pool_client.browser.explicit_auth_flows == toset(["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]) &&
      !aws_cognito_user_pool_client.browser.generate_secret &&
      aws_cognito_user_pool_client.browser.prevent_user_existence_errors == "ENABLED" &&
      aws_cognito_user_pool_client.browser.enable_token_revocation
    )
    error_message = "A browser signs in by SRP, without a secret, and learns nothing of who has an account."
  }

  assert {
    condition = (
      aws_cognito_user_pool_client.browser.access_token_validity == 15 && aws_cognito_user_pool_client.browser.token_validity_units[0].access_token == "minutes" &&
      aws_cognito_user_pool_client.browser.id_token_validity == 15 && aws_cognito_user_pool_client.browser.token_validity_units[0].id_token == "minutes"
    )
    error_message = "Access and id tokens live for 15 minutes."
  }

  assert {
    condition     = aws_cognito_user_pool_client.browser.write_attributes == toset(["email", "locale", "name"])
    error_message = "A client may write nothing that says which organization a person belongs to, but the e-mail, which the pool has verified first."
  }

  assert {
    condition = (
      aws_cognito_user_pool_client.service.name == "sonde-test-service" && !aws_cognito_user_pool_client.service.generate_secret &&
      aws_cognito_user_pool_client.service.explicit_auth_flows == toset(["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH"]) &&
      aws_cognito_user_pool_client.service.write_attributes == toset(["locale"]) &&
      aws_cognito_user_pool_client.service.prevent_user_existence_errors == "ENABLED" && aws_cognito_user_pool_client.service.enable_token_revocation &&
      aws_cognito_user_pool_client.service.access_token_validity == 15 && aws_cognito_user_pool_client.service.token_validity_units[0].access_token == "minutes" &&
      aws_cognito_user_pool_client.service.refresh_token_validity == 1 && aws_cognito_user_pool_client.service.token_validity_units[0].refresh_token == "days"
    )
    error_message = "A service signs in by its secret, at a client of its own, and changes nothing of who it is."
  }

  assert {
    condition = alltrue([for function in ["pre-sign-up", "custom-message"] :
      toset(flatten([for statement in jsondecode(output.functions[function].policy).Statement : [for action in statement.Action : [for resource in statement.Resource : "${action} ${resource}"]] if startswith(statement.Action[0], "dynamodb:")])) == toset([
        "dynamodb:Query ${run.setup.tables["memberships"].arn}",
        "dynamodb:BatchGetItem ${run.setup.tables["identities"].arn}",
      ])
    ])
    error_message = "Signing up, and mails, may look up whose an address is, and no more."
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(output.functions["pre-token-generation"].policy).Statement : [for action in statement.Action : [for resource in statement.Resource : "${action} ${resource}"]] if startswith(statement.Action[0], "dynamodb:")])) == toset([
      "dynamodb:Query ${run.setup.tables["memberships"].arn}",
      "dynamodb:Query ${run.setup.tables["accounts"].arn}",
      "dynamodb:BatchGetItem ${run.setup.tables["identities"].arn}",
      "dynamodb:GetItem ${run.setup.tables["organizations"].arn}",
      "dynamodb:ConditionCheckItem ${run.setup.tables["identities"].arn}",
      "dynamodb:UpdateItem ${run.setup.tables["identities"].arn}",
      "dynamodb:UpdateItem ${run.setup.tables["organizations"].arn}",
      "dynamodb:DeleteItem ${run.setup.tables["accounts"].arn}",
      "dynamodb:PutItem ${run.setup.tables["accounts"].arn}",
      "dynamodb:DeleteItem ${run.setup.tables["memberships"].arn}",
      "dynamodb:PutItem ${run.setup.tables["memberships"].arn}",
      "dynamodb:PutItem ${run.setup.tables["auditEvents"].arn}",
    ])
    error_message = "Where people are invited, signing in changes an identity and its organization, and makes neither."
  }

  assert {
    condition = jsonencode([for statement in jsondecode(output.functions["service-accounts"].policy).Statement : statement if !can(regex("^(logs|xray):", statement.Action[0]))]) == jsonencode([
      { Action = ["dynamodb:GetItem", "dynamodb:UpdateItem"], Effect = "Allow", Resource = [run.setup.tables["identities"].arn] },
      {
        Action   = ["cognito-idp:AdminCreateUser", "cognito-idp:AdminDeleteUser", "cognito-idp:AdminSetUserMFAPreference", "cognito-idp:AdminSetUserPassword", "cognito-idp:AdminUserGlobalSignOut"]
        Effect   = "Allow"
        Resource = [aws_cognito_user_pool.this.arn]
      },
    ])
    error_message = "Services' users are made, given passwords, signed out and removed in this pool, and their identities are noted."
  }
}

run "open" {
  module {
    source = "./modules/auth"
  }

  variables {
    functions           = run.setup.functions
    dist                = run.setup.dist
    tables              = run.setup.tables
    sign_up             = "open"
    deletion_protection = run.setup.environments["dev"].deletion_protection
  }

  assert {
    condition     = aws_cognito_user_pool.this.deletion_protection == "INACTIVE"
    error_message = "In development the user pool can be deleted."
  }

  assert {
    condition = setsubtract(
      toset(flatten([for statement in jsondecode(output.functions["pre-token-generation"].policy).Statement : [for action in statement.Action : [for resource in statement.Resource : "${action} ${resource}"]] if startswith(statement.Action[0], "dynamodb:")])),
      toset(flatten([for statement in jsondecode(run.invited.functions["pre-token-generation"].policy).Statement : [for action in statement.Action : [for resource in statement.Resource : "${action} ${resource}"]] if startswith(statement.Action[0], "dynamodb:")])),
      ) == toset([
        "dynamodb:PutItem ${run.setup.tables["identities"].arn}",
        "dynamodb:PutItem ${run.setup.tables["organizations"].arn}",
    ])
    error_message = "Where sign-up is open, the first sign-in makes an organization."
  }
}

run "every_option" {
  module {
    source = "./modules/auth"
  }

  variables {
    functions           = run.setup.functions
    dist                = run.setup.dist
    tables              = run.setup.tables
    deletion_protection = true
    mfa                 = "OPTIONAL"
    mail_sender         = { address = "sonde@example.com", identity_arn = "arn:aws:ses:eu-west-1:123456789012:identity/example.com" }
    hosted_sign_in      = { domain_prefix = "sonde-test", callback_urls = ["https://app.example.com/"], logout_urls = ["https://app.example.com/bye"] }
  }

  assert {
    condition     = aws_cognito_user_pool.this.mfa_configuration == "OPTIONAL" && aws_cognito_user_pool.this.software_token_mfa_configuration[0].enabled && length(aws_cognito_user_pool.this.sms_configuration) == 0
    error_message = "The second factor is an authenticator app, and no telephone."
  }

  assert {
    condition = (
      aws_cognito_user_pool.this.email_configuration[0].email_sending_account == "DEVELOPER" &&
      aws_cognito_user_pool.this.email_configuration[0].from_email_address == "sonde@example.com" &&
      aws_cognito_user_pool.this.email_configuration[0].source_arn == "arn:aws:ses:eu-west-1:123456789012:identity/example.com"
    )
    error_message = "The pool's e-mails must come from the address, by the identity that covers it."
  }

  assert {
    condition     = aws_cognito_user_pool.this.lambda_config[0].custom_message == module.custom_message.arn
    error_message = "The pool's e-mails must be in the words, and the language, of the trigger."
  }

  assert {
    condition = (
      aws_cognito_user_pool_domain.this[0].domain == "sonde-test" && aws_cognito_user_pool_client.browser.allowed_oauth_flows_user_pool_client &&
      aws_cognito_user_pool_client.browser.allowed_oauth_flows == toset(["code"]) && aws_cognito_user_pool_client.browser.supported_identity_providers == toset(["COGNITO"]) &&
      aws_cognito_user_pool_client.browser.callback_urls == toset(["https://app.example.com/"]) && aws_cognito_user_pool_client.browser.logout_urls == toset(["https://app.example.com/bye"])
    )
    error_message = "The sign-in pages must give a code, never tokens, and lead back to the addresses that are named."
  }

  assert {
    condition     = output.hosted_sign_in.domain_prefix == "sonde-test" && output.hosted_sign_in.scopes == ["openid", "email", "profile", "aws.cognito.signin.user.admin"]
    error_message = "A front end needs the pages' domain and the scopes."
  }
}
