variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "account_id" {
  description = "AWS account of everything."
  type        = string
}

variable "dist" {
  description = "Path of the folder that `make build` wrote."
  type        = string
}

variable "build" {
  description = "Files of the console, by their path below `console` in `dist`, and the headers of every answer, as `dist/console.json` has them. `__CONNECT_SOURCES__` in a header stands for connect_sources."
  type = object({
    files   = map(object({ contentType = string, cacheControl = string, sha256 = string }))
    headers = map(string)
  })

  validation {
    condition     = contains(keys(var.build.files), "index.html")
    error_message = "The console must have an index.html: it is what every address of the console is answered with."
  }

  validation {
    condition     = !contains(keys(var.build.files), "amplify_outputs.json")
    error_message = "amplify_outputs.json is the environment's: no build may have one."
  }

  validation {
    condition     = strcontains(lookup(var.build.headers, "content-security-policy", ""), "__CONNECT_SOURCES__")
    error_message = "The header content-security-policy must have __CONNECT_SOURCES__ in it: without them pages cannot reach the API."
  }

  validation {
    condition     = length(setintersection(keys(var.build.headers), ["strict-transport-security", "x-xss-protection"])) == 0
    error_message = "The build may not set strict-transport-security, which this module does, nor x-xss-protection."
  }

  validation {
    condition     = lookup(var.build.headers, "x-content-type-options", "nosniff") == "nosniff"
    error_message = "The header x-content-type-options can be nosniff only."
  }
}

variable "amplify_outputs" {
  description = "What pages are configured with, as JSON: they read it from /amplify_outputs.json."
  type        = string
}

variable "connect_sources" {
  description = "Origins that pages may ask, besides their own."
  type        = list(string)
}

variable "domain" {
  description = "Domain name of the console, and the ARN of its certificate in us-east-1; null for CloudFront's own name."
  type        = object({ name = string, certificate_arn = string })
  default     = null
}

variable "price_class" {
  description = "Which of CloudFront's locations answer: `PriceClass_100`, `PriceClass_200` or `PriceClass_All`."
  type        = string
}
