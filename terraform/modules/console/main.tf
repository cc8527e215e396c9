locals {
  headers = { for name, value in var.build.headers : name => replace(value, "__CONNECT_SOURCES__", join(" ", var.connect_sources)) }

  # CloudFront takes those as settings of their own, and no others so.
  security_headers = ["content-security-policy", "referrer-policy", "x-content-type-options", "x-frame-options"]
}

# Compresses, and keeps what S3 lets it keep: hashed files for long, and what must be asked for each time (`no-cache`) for a second.
data "aws_cloudfront_cache_policy" "optimized" {
  name = "Managed-CachingOptimized"
}

resource "aws_cloudfront_origin_access_control" "this" {
  name                              = "${var.name}-console"
  description                       = "Signs what the distribution asks of the bucket"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_function" "deep_links" {
  name    = "${var.name}-console"
  comment = "Answers every address of the console with its page"
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = file("${path.module}/deep-links.js")
}

resource "aws_cloudfront_response_headers_policy" "this" {
  name    = "${var.name}-console"
  comment = "What browsers let pages of the console do"

  security_headers_config {
    # A year, of this name alone: what is below a domain of one's own is not this module's.
    strict_transport_security {
      access_control_max_age_sec = 31536000
      override                   = true
    }

    content_security_policy {
      content_security_policy = local.headers["content-security-policy"]
      override                = true
    }

    dynamic "content_type_options" {
      for_each = contains(keys(local.headers), "x-content-type-options") ? [true] : []

      content {
        override = true
      }
    }

    dynamic "frame_options" {
      for_each = contains(keys(local.headers), "x-frame-options") ? [local.headers["x-frame-options"]] : []

      content {
        frame_option = frame_options.value
        override     = true
      }
    }

    dynamic "referrer_policy" {
      for_each = contains(keys(local.headers), "referrer-policy") ? [local.headers["referrer-policy"]] : []

      content {
        referrer_policy = referrer_policy.value
        override        = true
      }
    }
  }

  dynamic "custom_headers_config" {
    for_each = length(setsubtract(keys(local.headers), local.security_headers)) > 0 ? [true] : []

    content {
      dynamic "items" {
        for_each = { for name, value in local.headers : name => value if !contains(local.security_headers, name) }

        content {
          header   = items.key
          value    = items.value
          override = true
        }
      }
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  comment         = "${var.name}-console"
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = var.price_class
  aliases         = var.domain == null ? [] : [var.domain.name]

  # Minutes, which invitations and with them the API would wait for.
  wait_for_deployment = false

  origin {
    origin_id                = "files"
    domain_name              = aws_s3_bucket.this.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  default_cache_behavior {
    target_origin_id           = "files"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    viewer_protocol_policy     = "redirect-to-https"
    compress                   = true
    cache_policy_id            = data.aws_cloudfront_cache_policy.optimized.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.deep_links.arn
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  # Of its own name CloudFront says itself which versions of TLS there are.
  viewer_certificate {
    cloudfront_default_certificate = var.domain == null
    acm_certificate_arn            = try(var.domain.certificate_arn, null)
    ssl_support_method             = var.domain == null ? null : "sni-only"
    minimum_protocol_version       = var.domain == null ? null : "TLSv1.2_2021"
  }
}
