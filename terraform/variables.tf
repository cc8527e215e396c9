variable "project" {
  description = "First part of every name. Two projects of one account and Region differ in it."
  type        = string
  default     = "sonde"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.project))
    error_message = "project must be 2 to 20 lower-case letters, digits and hyphens, a letter first and no hyphen last, such as \"sonde\"."
  }
}

# Those without which nothing works have the default null, so that what is said of a missing one is what to do, and not only its name.

variable "environment" {
  description = "Second part of every name, such as `dev` or `prod`. Must be set; environments/ has a file for each."
  type        = string
  default     = null

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = var.environment == null ? "environment is not set: give -var-file=environments/dev.tfvars, or a file of your own." : "environment must be 2 to 12 lower-case letters and digits, a letter first, such as \"dev\" or \"prod\"."
  }
}

variable "region" {
  description = "AWS Region of everything. Must be set. Amazon Timestream for LiveAnalytics is only in some; readings_store says which store does without."
  type        = string
  default     = null

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "${var.region == null ? "region is not set: it" : "region"} must be a Region of AWS, such as \"eu-west-1\"."
  }
}

variable "allowed_account_ids" {
  description = "Ids of the AWS accounts that the environment may be made in: credentials of any other are refused before anything is read or made. Empty for whichever account the credentials are of."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.allowed_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "allowed_account_ids must be ids of AWS accounts, 12 digits in quotes each, such as [\"123456789012\"]."
  }
}

variable "dist_path" {
  description = "Folder that `make build` wrote, absolute or relative to this one."
  type        = string
  default     = "../dist"

  validation {
    condition = alltrue([
      for file in ["api.json", "functions.json"] :
      fileexists("${startswith(var.dist_path, "/") ? var.dist_path : "${path.root}/${var.dist_path}"}/${file}")
    ])
    error_message = "There is no api.json or no functions.json in ${var.dist_path}: run `make build` first."
  }
}

variable "alarm_email" {
  description = "Address that alarms are mailed to, once its owner has confirmed the subscription; null for alarms that only CloudWatch shows."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null || can(regex("^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:].]{2,}$", var.alarm_email))
    error_message = "alarm_email must be an e-mail address, such as \"operations@example.com\", or null."
  }
}

variable "monthly_budget" {
  description = "Dollars a month that the whole account may cost. alarm_email is told at 80 % of them, and as soon as more are forecast. Null for no budget."
  type        = number
  default     = null

  validation {
    condition     = var.monthly_budget == null || try(var.monthly_budget > 0, false)
    error_message = "monthly_budget must be more than 0 dollars, or null."
  }

  validation {
    condition     = var.monthly_budget == null || var.alarm_email != null
    error_message = "monthly_budget needs somebody to tell: set alarm_email."
  }
}

variable "mail_from" {
  description = "Address that Sonde's e-mails come from. Must be set: SES sends only as those who agreed to it."
  type        = string
  default     = null

  validation {
    condition     = can(regex("^[^@<>[:space:]]+@[^@<>[:space:]]+[.][^@<>[:space:].]{2,}$", var.mail_from))
    error_message = var.mail_from == null ? "mail_from is not set: write an address of yours into the environment's file, or export TF_VAR_mail_from." : "mail_from must be an e-mail address without a name, such as \"sonde@example.com\"."
  }
}

variable "manage_mail_identity" {
  description = "Whether to make the identity in SES that e-mails are sent as: mail_identity, which three DNS records verify, or else mail_from, whose owner must answer an e-mail. False where it is in this account and Region already; the output mail_sender then says what it needs."
  type        = bool
  default     = true
}

variable "mail_identity" {
  description = "Domain of mail_from, or one above it, that is the identity in SES. Its mails are signed (DKIM), so that they are taken for spam less. Null where mail_from itself is the identity."
  type        = string
  default     = null

  validation {
    condition     = var.mail_identity == null || can(regex("^[a-z0-9-]+([.][a-z0-9-]+)+$", var.mail_identity)) && (endswith(var.mail_from, "@${coalesce(var.mail_identity, " ")}") || endswith(var.mail_from, ".${coalesce(var.mail_identity, " ")}"))
    error_message = "mail_identity must be the domain of mail_from or one above it, such as \"example.com\" for \"sonde@example.com\", or null."
  }
}

variable "mail_from_subdomain" {
  description = "Label of a name below mail_identity that bounces are returned to, such as \"bounces\", so that SPF speaks for your domain, too (SES calls it a custom MAIL FROM domain). Nothing else may send or get mail by that name. Null for a name of SES's."
  type        = string
  default     = null

  validation {
    condition     = var.mail_from_subdomain == null || can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.mail_from_subdomain))
    error_message = "mail_from_subdomain must be one label of a domain name, such as \"bounces\", or null."
  }

  validation {
    condition     = var.mail_from_subdomain == null || var.mail_identity != null && var.manage_mail_identity
    error_message = "mail_from_subdomain needs a domain that is managed here: set mail_identity, and manage_mail_identity to true."
  }

  validation {
    condition     = var.mail_from_subdomain == null || !endswith(var.mail_from, "@${coalesce(var.mail_from_subdomain, " ")}.${coalesce(var.mail_identity, " ")}")
    error_message = "mail_from_subdomain must be another name than that of mail_from, which bounces cannot be returned to."
  }
}

variable "mail_confirmed" {
  description = "Whether SES has the agreement of mail_from. Then the user pool's e-mails come from it as well, in the words and the language of the function `custom-message`, instead of from Cognito's sender, which sends 50 a day in words of its own."
  type        = bool
  default     = false
}

variable "sign_in_url" {
  description = "Page where people sign up and sign in, for the link in the e-mails of invitations, such as \"https://app.example.com/\". Null for the console, and where there is none either: the e-mails say then that somebody will tell."
  type        = string
  default     = null

  validation {
    condition     = var.sign_in_url == null || can(regex("^(https://[^/#[:space:]]+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?)(/[^#[:space:]]*)?$", var.sign_in_url))
    error_message = "sign_in_url must begin with https:// (http:// for localhost only) and have no fragment, such as \"https://app.example.com/\", or be null."
  }
}

variable "mqtt_port" {
  description = "Port that devices are told to connect to. AWS IoT takes their certificates on 8883, and on 443 from those that ask for the protocol `x-amzn-mqtt-ca` (ALPN), for networks that let nothing else out."
  type        = number
  default     = 8883

  validation {
    condition     = var.mqtt_port >= 1 && var.mqtt_port <= 65535 && floor(var.mqtt_port) == var.mqtt_port
    error_message = "mqtt_port must be a port, such as 8883."
  }
}

variable "root_ca_url" {
  description = "Where devices find the certificate of the authority that they check AWS IoT by."
  type        = string
  default     = "https://www.amazontrust.com/repository/AmazonRootCA1.pem"

  validation {
    condition     = can(regex("^(https://|http://127\\.0\\.0\\.1[:/])[^[:space:]]+$", var.root_ca_url))
    error_message = "root_ca_url must begin with https://, such as \"https://www.amazontrust.com/repository/AmazonRootCA1.pem\"."
  }
}

variable "certificates_per_second" {
  description = "How many devices of an imported file get a certificate in a second. AWS IoT lets an account make 10 a second unless it has raised the quota of CreateKeysAndCertificate; what is left of that is for devices that people provision meanwhile."
  type        = number
  default     = 8

  validation {
    condition     = var.certificates_per_second >= 1 && var.certificates_per_second <= 9999 && floor(var.certificates_per_second) == var.certificates_per_second
    error_message = "certificates_per_second must be a whole number from 1 to 9999."
  }
}

variable "upload_origins" {
  description = "Origins of the front ends whose pages may upload files of devices and read reports, such as [\"https://app.example.com\"]; [\"*\"] for any, since it takes a signed link in any case, and [] for none. The console's need not be said."
  type        = list(string)
  default     = ["*"]

  validation {
    condition     = alltrue([for origin in var.upload_origins : origin == "*" || can(regex("^https?://[^/[:space:]]+$", origin))])
    error_message = "upload_origins must be \"*\" or origins, a scheme and a host without a path, such as \"https://app.example.com\"."
  }
}

variable "export_days" {
  description = "How long the files of an export and the links to them live, in days. A lower number also shortens the life of files that are there already."
  type        = number
  default     = 7

  validation {
    condition     = var.export_days >= 1 && var.export_days <= 365 && floor(var.export_days) == var.export_days
    error_message = "export_days must be a whole number from 1 to 365."
  }
}

variable "download_rate_limit" {
  description = "How many requests a second the links in e-mails answer in the long run, those of mail scanners too."
  type        = number
  default     = 20

  validation {
    condition     = var.download_rate_limit >= 1 && var.download_rate_limit <= 10000 && floor(var.download_rate_limit) == var.download_rate_limit
    error_message = "download_rate_limit must be a whole number from 1 to 10000."
  }
}

variable "download_burst_limit" {
  description = "How many requests at once the links in e-mails answer."
  type        = number
  default     = 40

  validation {
    condition     = var.download_burst_limit >= 1 && var.download_burst_limit <= 5000 && floor(var.download_burst_limit) == var.download_burst_limit
    error_message = "download_burst_limit must be a whole number from 1 to 5000."
  }
}

variable "api_domain" {
  description = "Domain name by which front ends reach the API, and the ARN of its certificate in AWS Certificate Manager, which AppSync wants in us-east-1 whatever the Region. Null for AppSync's own name. The output `dns_records` says what to do in DNS."
  type        = object({ name = string, certificate_arn = string })
  default     = null

  validation {
    condition     = var.api_domain == null || can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$", var.api_domain.name))
    error_message = "api_domain.name must be a domain name in lower case, such as \"api.example.com\"."
  }

  validation {
    condition     = var.api_domain == null || can(regex("^arn:[a-z-]+:acm:us-east-1:[0-9]{12}:certificate/.+$", var.api_domain.certificate_arn))
    error_message = "api_domain.certificate_arn must be the ARN of a certificate of AWS Certificate Manager in us-east-1, whatever the Region."
  }
}

variable "download_domain" {
  description = "Domain name of the links to exports in e-mails, and the ARN of its certificate in AWS Certificate Manager, in the Region of everything. Null for API Gateway's own name. Make the record of the output `dns_records` before the first e-mail."
  type        = object({ name = string, certificate_arn = string })
  default     = null

  validation {
    condition     = var.download_domain == null || can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$", var.download_domain.name))
    error_message = "download_domain.name must be a domain name in lower case, such as \"files.example.com\"."
  }

  validation {
    condition     = var.download_domain == null || can(regex("^arn:[a-z-]+:acm:${var.region}:[0-9]{12}:certificate/.+$", var.download_domain.certificate_arn))
    error_message = "download_domain.certificate_arn must be the ARN of a certificate of AWS Certificate Manager in ${var.region}."
  }
}

variable "console" {
  description = "Whether the console, Sonde's own front end, is put on S3 and CloudFront. The output `console_url` says where it is."
  type        = bool
  default     = false

  validation {
    condition     = !var.console || fileexists("${startswith(var.dist_path, "/") ? var.dist_path : "${path.root}/${var.dist_path}"}/console.json")
    error_message = "There is no console.json in ${var.dist_path}: run `make build` first."
  }
}

variable "console_domain" {
  description = "Domain name of the console, and the ARN of its certificate in AWS Certificate Manager, which CloudFront wants in us-east-1 whatever the Region. Null for CloudFront's own name. The output `dns_records` says what to do in DNS."
  type        = object({ name = string, certificate_arn = string })
  default     = null

  validation {
    condition     = var.console_domain == null || var.console
    error_message = "console_domain needs a console: set console = true."
  }

  validation {
    condition     = var.console_domain == null || can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$", var.console_domain.name))
    error_message = "console_domain.name must be a domain name in lower case, such as \"console.example.com\"."
  }

  validation {
    condition     = var.console_domain == null || can(regex("^arn:[a-z-]+:acm:us-east-1:[0-9]{12}:certificate/.+$", var.console_domain.certificate_arn))
    error_message = "console_domain.certificate_arn must be the ARN of a certificate of AWS Certificate Manager in us-east-1, whatever the Region."
  }
}

variable "console_url" {
  description = "Origin by which people reach the console, such as \"https://console.example.com\", where something of yours stands before CloudFront. Null for console_domain, or else CloudFront's own name."
  type        = string
  default     = null

  validation {
    condition     = var.console_url == null || can(regex("^(https://[^/?#[:space:]]+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?)$", var.console_url))
    error_message = "console_url must be an origin, https:// (http:// for localhost only) and a host without a path, such as \"https://console.example.com\", or null."
  }
}

variable "console_price_class" {
  description = "From where CloudFront answers with the console: `PriceClass_100`, Europe, Israel and North America, where it costs least; `PriceClass_200`, most of the world; `PriceClass_All`. Who is far from all of them is answered more slowly."
  type        = string
  default     = "PriceClass_All"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.console_price_class)
    error_message = "console_price_class must be \"PriceClass_100\", \"PriceClass_200\" or \"PriceClass_All\"."
  }
}

variable "user_pool_endpoint" {
  description = "URL by which browsers reach the user pool, where something of yours stands before Cognito, such as \"https://sign-in.example.com\". Null for Cognito's own."
  type        = string
  default     = null

  validation {
    condition     = var.user_pool_endpoint == null || can(regex("^(https://[^/?#[:space:]]+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?)(/[^?#[:space:]]*)?$", var.user_pool_endpoint))
    error_message = "user_pool_endpoint must begin with https:// (http:// for localhost only), such as \"https://sign-in.example.com\", or be null."
  }
}

variable "deletion_protection" {
  description = "Whether tables, stores of readings, the user pool and buckets with something in them refuse to be deleted. To destroy an environment, or a store of readings, apply once with false."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "ARN of a key of yours in AWS KMS, in the Region of everything, that the DynamoDB tables, the queues of readings, the Timestream database and the files of imports are encrypted with; docs/deploy.md says what its policy must allow. Not the files of exports, which Timestream writes in part, and logs, functions' settings and alarms, for which it would have to admit services themselves: those have keys of the services. Null for services' own keys throughout."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:${var.region}:[0-9]{12}:key/(mrk-)?[0-9a-f-]{32,36}$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key of AWS KMS in ${coalesce(var.region, "the Region of everything")}, such as \"arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef\", and no alias, or null."
  }
}

variable "introspection" {
  description = "Whether the API answers introspection queries."
  type        = bool
  default     = false
}

variable "query_depth_limit" {
  description = "Deepest nesting of a query that the API accepts."
  type        = number
  default     = 8

  validation {
    condition     = var.query_depth_limit >= 1 && var.query_depth_limit <= 75 && floor(var.query_depth_limit) == var.query_depth_limit
    error_message = "query_depth_limit must be a whole number from 1 to 75."
  }
}

variable "resolver_count_limit" {
  description = "Most resolvers that one query may run."
  type        = number
  default     = 50

  validation {
    condition     = var.resolver_count_limit >= 1 && var.resolver_count_limit <= 10000 && floor(var.resolver_count_limit) == var.resolver_count_limit
    error_message = "resolver_count_limit must be a whole number from 1 to 10000."
  }
}

variable "waf" {
  description = "AWS WAF before the API, with AWS's common rules, those for known bad inputs, and a limit of requests that one source address may send in five minutes; `{}` for 3000. Null for none: it costs about 9 dollars a month, and more by request."
  type        = object({ requests_per_5_minutes = optional(number, 3000) })
  default     = null

  validation {
    condition     = var.waf == null || try(var.waf.requests_per_5_minutes >= 10 && var.waf.requests_per_5_minutes <= 2000000000 && floor(var.waf.requests_per_5_minutes) == var.waf.requests_per_5_minutes, false)
    error_message = "waf.requests_per_5_minutes must be a whole number from 10 to 2000000000. An office behind one address shares it."
  }
}

variable "enhanced_metrics" {
  description = "Whether CloudWatch counts and times every resolver, data source and operation of the API. It charges for each as a metric of one's own."
  type        = bool
  default     = false
}

variable "sign_up" {
  description = "Who may sign up: `invited`, those whom an administrator has invited; `open`, everybody, each with a new organization."
  type        = string
  default     = "invited"

  validation {
    condition     = contains(["invited", "open"], var.sign_up)
    error_message = "sign_up must be \"invited\" or \"open\"."
  }
}

variable "mfa" {
  description = "Whether people sign in with a code of an authenticator app, too: `OFF`, nobody; `OPTIONAL`, those who set it up; `ON`, everybody, so that services, which have none, cannot sign in."
  type        = string
  default     = "OFF"

  validation {
    condition     = contains(["OFF", "OPTIONAL", "ON"], var.mfa)
    error_message = "mfa must be \"OFF\", \"OPTIONAL\" or \"ON\"."
  }
}

variable "hosted_sign_in" {
  description = "Cognito's own sign-in pages, for front ends that have none: the prefix of their domain, which nobody in the Region may have yet, and the addresses that they may lead back to after sign-in and sign-out. Null for none."
  type = object({
    domain_prefix = string
    callback_urls = list(string)
    logout_urls   = list(string)
  })
  default = null

  validation {
    condition     = var.hosted_sign_in == null || can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.hosted_sign_in.domain_prefix)) && !can(regex("aws|amazon|cognito", var.hosted_sign_in.domain_prefix))
    error_message = "hosted_sign_in.domain_prefix must be 1 to 63 lower-case letters, digits and inner hyphens, without \"aws\", \"amazon\" or \"cognito\"."
  }

  validation {
    condition = var.hosted_sign_in == null || try(length(var.hosted_sign_in.callback_urls) > 0 && length(var.hosted_sign_in.logout_urls) > 0 && alltrue([
      for url in concat(var.hosted_sign_in.callback_urls, var.hosted_sign_in.logout_urls) : can(regex("^(https://[^/#[:space:]]+|http://localhost(:[0-9]+)?)(/[^#[:space:]]*)?$", url))
    ]), false)
    error_message = "hosted_sign_in needs at least one callback and one logout URL, each https:// (http:// for localhost only) and without a fragment."
  }
}

variable "readings_store" {
  description = "Where readings are kept: `timestream`, Amazon Timestream for LiveAnalytics, which AWS accounts that did not use it before 20 June 2025 cannot have; or `dynamodb`, Amazon DynamoDB, which any account has, and which is paid by use. The default is what environments have that were made before there was a choice; a new one is best on `dynamodb`. To change it is to begin with an empty store: kept_readings_stores keeps the other one, and docs/deploy.md says how readings get from one to the other."
  type        = string
  default     = "timestream"

  validation {
    condition     = contains(["timestream", "dynamodb"], var.readings_store)
    error_message = "readings_store must be \"timestream\" or \"dynamodb\"."
  }

  validation {
    condition = !contains(setunion([var.readings_store], var.kept_readings_stores), "timestream") || contains([
      "ap-northeast-1", "ap-south-1", "ap-southeast-2", "eu-central-1", "eu-west-1", "us-east-1", "us-east-2", "us-gov-west-1", "us-west-2",
    ], coalesce(var.region, "eu-west-1"))
    error_message = "There is no Timestream in the region ${coalesce(var.region, "that is not set")}: set readings_store = \"dynamodb\", or take a region that has Amazon Timestream for LiveAnalytics: ap-northeast-1, ap-south-1, ap-southeast-2, eu-central-1, eu-west-1, us-east-1, us-east-2, us-gov-west-1 or us-west-2."
  }
}

variable "kept_readings_stores" {
  description = "Stores that stay with all readings they hold, beside the one in use, such as while readings are copied: `[\"timestream\"]` or `[\"dynamodb\"]`. A store that is neither in use nor kept is destroyed, unless deletion_protection refuses it."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.kept_readings_stores, ["timestream", "dynamodb"])) == 0
    error_message = "kept_readings_stores may name \"timestream\" and \"dynamodb\"."
  }
}

variable "readings_retention_days" {
  description = "How long readings are kept in DynamoDB, in days; null for as long as in Timestream, magnetic_store_retention_days. It is for those that are written from then on: what is there already keeps its time, though what is older is shown no more."
  type        = number
  default     = null

  validation {
    condition     = var.readings_retention_days == null || try(var.readings_retention_days >= 1 && var.readings_retention_days <= 73000 && floor(var.readings_retention_days) == var.readings_retention_days, false)
    error_message = "readings_retention_days must be a whole number from 1 to 73000 (200 years), or null."
  }
}

variable "readings_maximum_throughput" {
  description = "Most request units a second that the DynamoDB table of the readings reads and writes, such as `{ read_units = 4000, write_units = 1000 }`, so that nothing runs up a bill; null each for what AWS allows the account, and `{}` to lift limits that were set. What is beyond waits or fails: readings that devices publish wait in their queue. Null for none."
  type        = object({ read_units = optional(number), write_units = optional(number) })
  default     = null

  validation {
    condition     = var.readings_maximum_throughput == null || try(alltrue([for units in values(var.readings_maximum_throughput) : units == null || try(units >= 1 && units <= 1000000 && floor(units) == units, false)]), false)
    error_message = "readings_maximum_throughput must give whole numbers from 1 to 1000000."
  }
}

variable "memory_store_retention_hours" {
  description = "How long readings stay in Timestream's memory store, which answers recent queries fastest, in hours."
  type        = number
  default     = 24

  validation {
    condition     = var.memory_store_retention_hours >= 1 && var.memory_store_retention_hours <= 8766 && floor(var.memory_store_retention_hours) == var.memory_store_retention_hours
    error_message = "memory_store_retention_hours must be a whole number from 1 to 8766 (a year)."
  }
}

variable "magnetic_store_retention_days" {
  description = "How long readings are kept at all, in days: in Timestream, and in DynamoDB unless readings_retention_days says otherwise."
  type        = number
  default     = 3650

  validation {
    condition     = var.magnetic_store_retention_days >= 1 && var.magnetic_store_retention_days <= 73000 && floor(var.magnetic_store_retention_days) == var.magnetic_store_retention_days
    error_message = "magnetic_store_retention_days must be a whole number from 1 to 73000 (200 years)."
  }
}

variable "ingest_maximum_concurrency" {
  description = "Most instances of the ingest function that the queue of published messages may run at once."
  type        = number
  default     = 10

  validation {
    condition     = var.ingest_maximum_concurrency >= 2 && var.ingest_maximum_concurrency <= 1000 && floor(var.ingest_maximum_concurrency) == var.ingest_maximum_concurrency
    error_message = "ingest_maximum_concurrency must be a whole number from 2 to 1000."
  }
}

variable "ingest_batch_window_seconds" {
  description = "How long published messages are collected before they are stored and pushed to subscribers, in seconds. A second keeps live data live. With readings on DynamoDB, where the readings of a device in one batch share a write unit, a longer window costs devices that publish every second less: docs/deploy.md says how much."
  type        = number
  default     = 1

  validation {
    condition     = var.ingest_batch_window_seconds >= 1 && var.ingest_batch_window_seconds <= 300 && floor(var.ingest_batch_window_seconds) == var.ingest_batch_window_seconds
    error_message = "ingest_batch_window_seconds must be a whole number from 1 to 300."
  }
}

variable "iot_log_level" {
  description = "What AWS IoT logs, such as why a device may not connect or publish: `ERROR`, `WARN`, `INFO` or `DEBUG`. It is a setting of the whole account and Region, as is its log group `AWSIotLogsV2`: import that if it is there already, and let one environment only set this. It stays when the environment goes. Null to leave all of it as it is."
  type        = string
  default     = null

  validation {
    condition     = var.iot_log_level == null || contains(["ERROR", "WARN", "INFO", "DEBUG"], coalesce(var.iot_log_level, "none"))
    error_message = "iot_log_level must be \"ERROR\", \"WARN\", \"INFO\", \"DEBUG\" or null."
  }
}

variable "reserved_concurrency" {
  description = "Concurrency to reserve, by function name. Empty by default, for a new account has too little to reserve any."
  type        = map(number)
  default     = {}

  validation {
    condition     = alltrue([for function, reserved in var.reserved_concurrency : reserved >= 1 && floor(reserved) == reserved])
    error_message = "reserved_concurrency must give whole numbers from 1."
  }

  validation {
    condition     = !contains(keys(var.reserved_concurrency), "ingest")
    error_message = "reserved_concurrency must leave ingest out: throttled messages would end in the dead-letter queue. Use ingest_maximum_concurrency."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a retention that CloudWatch Logs has: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}
