resource "aws_cognito_user_pool" "this" {
  name                     = var.name
  user_pool_tier           = "ESSENTIALS" # The tier whose triggers can put claims into access tokens.
  deletion_protection      = var.deletion_protection ? "ACTIVE" : "INACTIVE"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]

  username_configuration {
    case_sensitive = false
  }

  # A new address takes effect when its owner has proved to read it, and not before: invitations are looked up by e-mail.
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  admin_create_user_config {
    allow_admin_create_user_only = false # Who may sign up is the pre-sign-up trigger's to say.
  }

  # Length protects; composition rules only make people write passwords down (NIST SP 800-63B).
  password_policy {
    minimum_length                   = 12
    require_lowercase                = false
    require_uppercase                = false
    require_numbers                  = false
    require_symbols                  = false
    temporary_password_validity_days = 7
  }

  # Who wants a second factor sets up an authenticator app. No SMS: it costs, and telephone numbers are taken over.
  mfa_configuration = var.mfa

  dynamic "software_token_mfa_configuration" {
    for_each = var.mfa == "OFF" ? [] : [true]

    content {
      enabled = true
    }
  }

  # Without a sender of one's own, Cognito's sends at most 50 e-mails a day.
  dynamic "email_configuration" {
    for_each = var.mail_sender[*]

    content {
      email_sending_account = "DEVELOPER"
      from_email_address    = email_configuration.value.address
      source_arn            = email_configuration.value.identity_arn
    }
  }

  lambda_config {
    pre_sign_up = module.pre_sign_up.arn

    # Of Cognito's own sender the words are its own, too: it fails whatever sends a mail where a trigger has others.
    custom_message = var.mail_sender == null ? null : module.custom_message.arn

    pre_token_generation_config {
      lambda_arn     = module.pre_token_generation.arn
      lambda_version = "V2_0"
    }
  }
}

resource "aws_cognito_user_pool_client" "browser" {
  name                          = "${var.name}-browser"
  user_pool_id                  = aws_cognito_user_pool.this.id
  generate_secret               = false
  explicit_auth_flows           = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true

  # Claims are as old as the token that holds them.
  access_token_validity  = 15
  id_token_validity      = 15
  refresh_token_validity = 30

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  # Nothing that says which organization a person belongs to; the e-mail, which invitations are looked up by, because the pool has a new one verified first.
  write_attributes = ["email", "locale", "name"]
  read_attributes  = ["email", "email_verified", "locale", "name"]

  # By code and PKCE alone: no token is ever in an address.
  supported_identity_providers         = var.hosted_sign_in == null ? null : ["COGNITO"]
  allowed_oauth_flows_user_pool_client = var.hosted_sign_in != null
  allowed_oauth_flows                  = var.hosted_sign_in == null ? null : ["code"]
  allowed_oauth_scopes                 = var.hosted_sign_in == null ? null : local.oauth_scopes
  callback_urls                        = try(var.hosted_sign_in.callback_urls, null)
  logout_urls                          = try(var.hosted_sign_in.logout_urls, null)
}

# Servers keep their secret, and send it: they have no use for SRP, and browsers none for this client.
resource "aws_cognito_user_pool_client" "service" {
  name                          = "${var.name}-service"
  user_pool_id                  = aws_cognito_user_pool.this.id
  generate_secret               = false
  explicit_auth_flows           = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true

  access_token_validity  = 15
  id_token_validity      = 15
  refresh_token_validity = 1

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  # A list is never empty: without one a client may write all.
  write_attributes = ["locale"]
  read_attributes  = ["email", "email_verified"]
}

locals {
  # The last lets people change what is theirs: password, name, second factor.
  oauth_scopes = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]
}

# Cognito's own sign-in pages, for front ends that have none.
resource "aws_cognito_user_pool_domain" "this" {
  count = var.hosted_sign_in == null ? 0 : 1

  domain       = var.hosted_sign_in.domain_prefix
  user_pool_id = aws_cognito_user_pool.this.id
}
