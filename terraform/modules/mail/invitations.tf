module "send_invitation" {
  source = "../function"

  name                 = "${var.name}-send-invitation"
  manifest             = var.functions["send-invitation"]
  dist                 = var.dist
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "send-invitation", null)

  environment = {
    IDENTITIES_TABLE    = var.tables["identities"].name
    MAIL_FROM           = var.address
    ORGANIZATIONS_TABLE = var.tables["organizations"].name
    SIGN_IN_URL         = var.sign_in_url == null ? "" : var.sign_in_url
  }

  statements = [
    { actions = ["dynamodb:UpdateItem"], resources = [var.tables["identities"].arn] },
    { actions = ["dynamodb:GetItem"], resources = [var.tables["organizations"].arn] },
    # As this sender only. Any identity of the account, because in its sandbox SES asks for the right to each recipient's, too. And SES asks for that to
    # the configuration set, also where it is the identity's default.
    {
      actions   = ["ses:SendEmail"]
      resources = ["arn:${var.partition}:ses:${var.region}:${var.account_id}:identity/*", local.configuration_set_arn]
      condition = { StringEquals = { "ses:FromAddress" = var.address } }
    },
  ]
}
