environment = "prod"
region      = "eu-west-1"

deletion_protection = true
introspection       = false

log_retention_days = 365
