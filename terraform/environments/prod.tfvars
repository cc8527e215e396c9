environment = "prod"
region      = "eu-west-1"

# Any AWS account has it. Accounts that used Timestream for LiveAnalytics before 20 June 2025 may have "timestream"; an environment that was made
# before there was a choice has all its readings there, and keeps them by that.
readings_store = "dynamodb"

deletion_protection = true
introspection       = false

log_retention_days = 365

# Who wants it signs in with a code of an authenticator app, too.
mfa = "OPTIONAL"
