output "user_pool_id" {
  description = "Id of the user pool."
  value       = aws_cognito_user_pool.this.id
}

output "user_pool_client_id" {
  description = "Id of the client for browsers."
  value       = aws_cognito_user_pool_client.browser.id
}

output "deletion_protection" {
  description = "Whether the user pool refuses to be deleted."
  value       = aws_cognito_user_pool.this.deletion_protection == "ACTIVE"
}

output "functions" {
  description = "Name, ARN and policy of the functions that this module deploys, by their name in `dist/functions.json`."
  value = {
    pre-sign-up          = module.pre_sign_up
    pre-token-generation = module.pre_token_generation
  }
}
