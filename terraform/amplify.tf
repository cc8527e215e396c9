locals {
  # What `aws-amplify` is configured with: the members of Amplify Gen 2's `amplify_outputs.json` that an API with a user pool has, and `custom` for what
  # Amplify does not know.
  amplify_outputs = {
    version = "1"

    auth = merge(
      {
        aws_region              = var.region
        user_pool_id            = module.auth.user_pool_id
        user_pool_client_id     = module.auth.user_pool_client_id
        username_attributes     = ["email"]
        user_verification_types = ["email"]
        password_policy         = module.auth.password_policy
      },
      var.mfa == "OFF" ? null : {
        mfa_configuration = var.mfa == "ON" ? "REQUIRED" : "OPTIONAL"
        mfa_methods       = ["TOTP"]
      },
      module.auth.hosted_sign_in == null ? null : {
        oauth = {
          domain                = "${module.auth.hosted_sign_in.domain_prefix}.auth.${var.region}.amazoncognito.com"
          identity_providers    = []
          scopes                = module.auth.hosted_sign_in.scopes
          redirect_sign_in_uri  = module.auth.hosted_sign_in.callback_urls
          redirect_sign_out_uri = module.auth.hosted_sign_in.logout_urls
          response_type         = "code"
        }
      },
    )

    data = {
      aws_region                 = var.region
      url                        = module.api.client_urls.graphql
      default_authorization_type = "AMAZON_COGNITO_USER_POOLS"
      authorization_types        = []
    }

    custom = merge(
      {
        service_client_id = module.auth.service_client_id
        mqtt_url          = local.mqtt_url
        root_ca_url       = var.root_ca_url
      },
      var.user_pool_endpoint == null ? null : { user_pool_endpoint = var.user_pool_endpoint },
    )
  }
}
