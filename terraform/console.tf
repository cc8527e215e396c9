locals {
  console_build = var.console ? jsondecode(file("${local.dist}/console.json")) : null

  # Null where there is no console.
  console_url = var.console ? coalesce(var.console_url, module.console[0].url) : null

  sign_in_url = var.console && var.sign_in_url == null ? "${local.console_url}/" : var.sign_in_url

  # The console's pages upload files, too.
  upload_origins = var.console && !contains(var.upload_origins, "*") ? concat(var.upload_origins, [local.console_url]) : var.upload_origins

  user_pool_url = coalesce(var.user_pool_endpoint, "https://cognito-idp.${var.region}.${data.aws_partition.current.dns_suffix}")

  # Whom the console's pages ask: the API, the user pool with its sign-in pages, and the bucket of imports.
  console_asks = concat(
    [module.api.client_urls.graphql, module.api.client_urls.realtime, local.user_pool_url, "https://${module.devices.bucket_domain_name}"],
    var.hosted_sign_in == null ? [] : ["https://${local.amplify_outputs.auth.oauth.domain}"],
  )
}

module "console" {
  source = "./modules/console"
  count  = var.console ? 1 : 0

  name            = local.name
  account_id      = data.aws_caller_identity.current.account_id
  dist            = local.dist
  build           = local.console_build
  amplify_outputs = jsonencode(local.amplify_outputs)
  connect_sources = [for url in local.console_asks : regex("^[a-z]+://[^/]+", url)]
  domain          = var.console_domain
  price_class     = var.console_price_class
}
