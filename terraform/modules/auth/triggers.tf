locals {
  # Which identities an address has.
  looking_up = [
    { actions = ["dynamodb:Query"], resources = [var.tables["memberships"].arn] },
    { actions = ["dynamodb:BatchGetItem"], resources = [var.tables["identities"].arn] },
  ]
}

module "pre_sign_up" {
  source = "../function"

  name                 = "${var.name}-pre-sign-up"
  manifest             = var.functions["pre-sign-up"]
  dist                 = var.dist
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "pre-sign-up", null)

  environment = {
    IDENTITIES_TABLE  = var.tables["identities"].name
    MEMBERSHIPS_TABLE = var.tables["memberships"].name
    SIGN_UP           = var.sign_up
  }

  statements = local.looking_up
}

module "custom_message" {
  source = "../function"

  name                 = "${var.name}-custom-message"
  manifest             = var.functions["custom-message"]
  dist                 = var.dist
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "custom-message", null)

  environment = {
    IDENTITIES_TABLE  = var.tables["identities"].name
    MEMBERSHIPS_TABLE = var.tables["memberships"].name
  }

  statements = local.looking_up
}

module "pre_token_generation" {
  source = "../function"

  name                 = "${var.name}-pre-token-generation"
  manifest             = var.functions["pre-token-generation"]
  dist                 = var.dist
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "pre-token-generation", null)

  environment = {
    ACCOUNTS_TABLE      = var.tables["accounts"].name
    AUDIT_EVENTS_TABLE  = var.tables["auditEvents"].name
    IDENTITIES_TABLE    = var.tables["identities"].name
    MEMBERSHIPS_TABLE   = var.tables["memberships"].name
    ORGANIZATIONS_TABLE = var.tables["organizations"].name
    SIGN_UP             = var.sign_up
  }

  statements = concat(
    local.looking_up,
    [
      { actions = ["dynamodb:Query"], resources = [var.tables["accounts"].arn] },
      { actions = ["dynamodb:GetItem"], resources = [var.tables["organizations"].arn] },
      # The first sign-in binds the identity to its user, and counts it among the active administrators if it is one.
      { actions = ["dynamodb:ConditionCheckItem", "dynamodb:UpdateItem"], resources = [var.tables["identities"].arn] },
      { actions = ["dynamodb:UpdateItem"], resources = [var.tables["organizations"].arn] },
      { actions = ["dynamodb:DeleteItem", "dynamodb:PutItem"], resources = [for table in ["accounts", "memberships"] : var.tables[table].arn] },
      { actions = ["dynamodb:PutItem"], resources = [var.tables["auditEvents"].arn] },
    ],
    # Where sign-up is open, the first sign-in makes an organization, with the person as its administrator.
    var.sign_up == "open" ? [
      { actions = ["dynamodb:PutItem"], resources = [for table in ["identities", "organizations"] : var.tables[table].arn] },
    ] : [],
  )
}

resource "aws_lambda_permission" "cognito" {
  for_each = {
    custom-message       = module.custom_message.name
    pre-sign-up          = module.pre_sign_up.name
    pre-token-generation = module.pre_token_generation.name
  }

  statement_id  = "cognito"
  action        = "lambda:InvokeFunction"
  function_name = each.value
  principal     = "cognito-idp.amazonaws.com"
  source_arn    = aws_cognito_user_pool.this.arn
}
