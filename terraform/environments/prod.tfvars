environment = "prod"
region      = "eu-west-1"

deletion_protection = true
introspection       = false

log_retention_days = 365

# Who wants it signs in with a code of an authenticator app, too.
mfa = "OPTIONAL"
