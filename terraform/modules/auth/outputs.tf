output "user_pool_id" {
  description = "Id of the user pool."
  value       = aws_cognito_user_pool.this.id
}

output "user_pool_client_id" {
  description = "Id of the client for browsers."
  value       = aws_cognito_user_pool_client.browser.id
}

output "service_client_id" {
  description = "Id of the client for services."
  value       = aws_cognito_user_pool_client.service.id
}

output "password_policy" {
  description = "What a password needs: its least length, and which kinds of characters."
  value = {
    min_length        = one(aws_cognito_user_pool.this.password_policy).minimum_length
    require_lowercase = one(aws_cognito_user_pool.this.password_policy).require_lowercase
    require_uppercase = one(aws_cognito_user_pool.this.password_policy).require_uppercase
    require_numbers   = one(aws_cognito_user_pool.this.password_policy).require_numbers
    require_symbols   = one(aws_cognito_user_pool.this.password_policy).require_symbols
  }
}

output "deletion_protection" {
  description = "Whether the user pool refuses to be deleted."
  value       = aws_cognito_user_pool.this.deletion_protection == "ACTIVE"
}

output "functions" {
  description = "Name, ARN and policy of the functions that this module deploys, by their name in `dist/functions.json`."
  value = {
    custom-message       = module.custom_message
    pre-sign-up          = module.pre_sign_up
    pre-token-generation = module.pre_token_generation
    service-accounts     = module.service_accounts
  }
}

output "hosted_sign_in" {
  description = "Prefix of the domain of the sign-in pages, scopes of their tokens, and where they may lead back to; null where there are none."
  value = var.hosted_sign_in == null ? null : {
    domain_prefix = aws_cognito_user_pool_domain.this[0].domain
    scopes        = local.oauth_scopes
    callback_urls = var.hosted_sign_in.callback_urls
    logout_urls   = var.hosted_sign_in.logout_urls
  }
}
