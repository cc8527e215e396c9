# No trigger of the pool, but a data source of the API: it may know the pool, which knows nothing of it.
module "service_accounts" {
  source = "../function"

  name                 = "${var.name}-service-accounts"
  manifest             = var.functions["service-accounts"]
  dist                 = var.dist
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "service-accounts", null)

  environment = {
    IDENTITIES_TABLE = var.tables["identities"].name
    USER_POOL_ID     = aws_cognito_user_pool.this.id
  }

  statements = [
    { actions = ["dynamodb:GetItem", "dynamodb:UpdateItem"], resources = [var.tables["identities"].arn] },
    # Cognito gives users no ARN: that it is those of services only the function sees to.
    {
      actions   = ["cognito-idp:AdminCreateUser", "cognito-idp:AdminDeleteUser", "cognito-idp:AdminSetUserMFAPreference", "cognito-idp:AdminSetUserPassword", "cognito-idp:AdminUserGlobalSignOut"]
      resources = [aws_cognito_user_pool.this.arn]
    },
  ]
}
