environment = "dev"
region      = "eu-west-1"

# Any AWS account has it. Accounts that used Timestream for LiveAnalytics before 20 June 2025 may have "timestream"; an environment that was made
# before there was a choice has all its readings there, and keeps them by that.
readings_store = "dynamodb"

deletion_protection = false

introspection = true
# An introspection query nests deeper than any question about data.
query_depth_limit = 20

magnetic_store_retention_days = 90
export_days                   = 1
log_retention_days            = 14

# Who wants it signs in with a code of an authenticator app, too.
mfa = "OPTIONAL"
