# The laptop, which `make apply-local` applies this to. No account of AWS has the id, so that none is ever taken for it.
environment         = "local"
region              = "eu-west-1"
allowed_account_ids = ["000000000000"]

deletion_protection = false

introspection = true
# An introspection query nests deeper than any question about data.
query_depth_limit = 20

mail_from      = "no-reply@sonde.example"
mail_confirmed = true
sign_up        = "invited"
mfa            = "OPTIONAL"

# The demo's readings were measured years ago.
magnetic_store_retention_days = 73000
export_days                   = 7
log_retention_days            = 1

# AWS IoT's stand-in has no quotas.
certificates_per_second = 1000

console = true
