mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name            = "sonde-test"
  account_id      = "123456789012"
  dist            = "/dist"
  amplify_outputs = "{\"version\":\"1\"}"
  connect_sources = ["https://api.example.com", "wss://api.example.com"]
  price_class     = "PriceClass_100"

  build = {
    files = {
      "index.html"      = { contentType = "text/html; charset=utf-8", cacheControl = "no-cache", sha256 = "1a" }
      "assets/a-1b2.js" = { contentType = "text/javascript", cacheControl = "public, max-age=31536000, immutable", sha256 = "2b" }
      "icon.svg"        = { contentType = "image/svg+xml", cacheControl = "no-cache", sha256 = "3c" }
    }
    headers = {
      content-security-policy    = "default-src 'self'; connect-src 'self' __CONNECT_SOURCES__; frame-ancestors 'none'"
      x-content-type-options     = "nosniff"
      referrer-policy            = "no-referrer"
      x-frame-options            = "DENY"
      permissions-policy         = "camera=()"
      cross-origin-opener-policy = "same-origin"
    }
  }
}

run "console" {
  module {
    source = "./modules/console"
  }

  assert {
    condition     = aws_s3_bucket.this.bucket == "sonde-test-console-123456789012" && output.bucket == aws_s3_bucket.this.bucket && aws_s3_bucket.this.force_destroy
    error_message = "The bucket must have the environment's name and the account's, and go with what is in it, which the build makes anew."
  }

  assert {
    condition     = keys(aws_s3_object.file) == ["assets/a-1b2.js", "icon.svg"] && aws_s3_object.page.key == "index.html"
    error_message = "Every file must be uploaded, and the page by itself, after the others."
  }

  assert {
    condition     = aws_s3_object.file["assets/a-1b2.js"].source == "/dist/console/assets/a-1b2.js" && aws_s3_object.file["assets/a-1b2.js"].source_hash == "2b" && aws_s3_object.page.source == "/dist/console/index.html" && aws_s3_object.page.source_hash == "1a"
    error_message = "A file that has changed must be uploaded anew."
  }

  assert {
    condition     = aws_s3_object.file["assets/a-1b2.js"].cache_control == "public, max-age=31536000, immutable" && aws_s3_object.file["assets/a-1b2.js"].content_type == "text/javascript" && aws_s3_object.page.cache_control == "no-cache" && aws_s3_object.page.content_type == "text/html; charset=utf-8"
    error_message = "Files must have the type and the life that the build says."
  }

  assert {
    condition     = aws_s3_object.amplify_outputs.content == var.amplify_outputs && aws_s3_object.amplify_outputs.cache_control == "no-cache" && aws_s3_object.amplify_outputs.content_type == "application/json"
    error_message = "Pages must find the environment's configuration, and each time the present one."
  }

  assert {
    condition = [for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement if statement.Effect == "Allow"] == [
      {
        Sid       = "Distribution"
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::mock/*"
        Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE" } }
      },
      {
        Sid       = "NotFound"
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = "s3:ListBucket"
        Resource  = "arn:aws:s3:::mock"
        Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE" } }
      },
    ]
    error_message = "Only this distribution may read the bucket, and nobody write to it."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Condition if statement.Effect == "Deny"]) == { Bool = { "aws:SecureTransport" = "false" } }
    error_message = "The bucket must refuse requests without TLS."
  }

  assert {
    condition     = one(aws_cloudfront_distribution.this.origin).origin_access_control_id == aws_cloudfront_origin_access_control.this.id && aws_cloudfront_origin_access_control.this.signing_behavior == "always"
    error_message = "The bucket lets in none but signed requests."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https" && aws_cloudfront_distribution.this.default_cache_behavior[0].compress && aws_cloudfront_distribution.this.http_version == "http2and3" && aws_cloudfront_distribution.this.is_ipv6_enabled
    error_message = "Pages must be answered by HTTPS only, compressed, over HTTP/3 and IPv6 too."
  }

  assert {
    condition     = toset(aws_cloudfront_distribution.this.default_cache_behavior[0].allowed_methods) == toset(["GET", "HEAD"]) && data.aws_cloudfront_cache_policy.optimized.name == "Managed-CachingOptimized"
    error_message = "There is nothing to do but to read, and answers must be kept as the bucket says."
  }

  assert {
    condition     = [for association in aws_cloudfront_distribution.this.default_cache_behavior[0].function_association : association] == [{ event_type = "viewer-request", function_arn = aws_cloudfront_function.deep_links.arn }] && aws_cloudfront_function.deep_links.runtime == "cloudfront-js-2.0" && aws_cloudfront_function.deep_links.publish
    error_message = "Every address of the console must be answered with its page."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].cloudfront_default_certificate && length(aws_cloudfront_distribution.this.aliases) == 0 && output.url == "https://d111111abcdef8.cloudfront.net" && length(output.dns_records) == 0
    error_message = "Without a domain name the console has CloudFront's."
  }

  assert {
    condition     = aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_security_policy[0].content_security_policy == "default-src 'self'; connect-src 'self' https://api.example.com wss://api.example.com; frame-ancestors 'none'"
    error_message = "Pages may ask the environment's own services, and nobody else."
  }

  assert {
    condition     = aws_cloudfront_response_headers_policy.this.security_headers_config[0].frame_options[0].frame_option == "DENY" && aws_cloudfront_response_headers_policy.this.security_headers_config[0].referrer_policy[0].referrer_policy == "no-referrer" && aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_type_options[0].override && aws_cloudfront_response_headers_policy.this.security_headers_config[0].strict_transport_security[0].access_control_max_age_sec == 31536000
    error_message = "The headers of the build that CloudFront has settings for must be set by them, and HTTPS for a year."
  }

  assert {
    condition     = { for item in aws_cloudfront_response_headers_policy.this.custom_headers_config[0].items : item.header => item.value } == { permissions-policy = "camera=()", cross-origin-opener-policy = "same-origin" }
    error_message = "All other headers of the build must be there as they are."
  }
}

run "by_a_name_of_its_own" {
  module {
    source = "./modules/console"
  }

  variables {
    domain = { name = "console.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }
  }

  assert {
    condition     = output.url == "https://console.example.com" && output.dns_records == { "console.example.com" = "d111111abcdef8.cloudfront.net" } && toset(aws_cloudfront_distribution.this.aliases) == toset(["console.example.com"])
    error_message = "The console must be found by its domain name, once the record is made."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].acm_certificate_arn == var.domain.certificate_arn && aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021" && aws_cloudfront_distribution.this.viewer_certificate[0].ssl_support_method == "sni-only"
    error_message = "Nothing older than TLS 1.2 may be spoken."
  }
}

run "with_the_least_headers" {
  module {
    source = "./modules/console"
  }

  variables {
    build = {
      files   = { "index.html" = { contentType = "text/html", cacheControl = "no-cache", sha256 = "1a" } }
      headers = { content-security-policy = "connect-src __CONNECT_SOURCES__" }
    }
  }

  assert {
    condition     = length(aws_cloudfront_response_headers_policy.this.custom_headers_config) == 0 && length(aws_cloudfront_response_headers_policy.this.security_headers_config[0].frame_options) == 0
    error_message = "What the build does not say is not said."
  }
}

run "refuses_a_build_without_a_page" {
  command = plan

  module {
    source = "./modules/console"
  }

  variables {
    build = {
      files   = { "amplify_outputs.json" = { contentType = "application/json", cacheControl = "no-cache", sha256 = "1a" } }
      headers = { content-security-policy = "default-src 'self'", strict-transport-security = "max-age=1", x-content-type-options = "sniff" }
    }
  }

  expect_failures = [var.build]
}
