locals {
  # Those that AWS keeps, by the name of the group: rules that only count, and why.
  managed_rules = {
    # Blocks bodies over 8 KB, which a query with its fragments or a list of new devices may well have. AppSync itself refuses those over 1 MB.
    AWSManagedRulesCommonRuleSet         = { priority = 1, counted = ["SizeRestrictions_BODY"] }
    AWSManagedRulesKnownBadInputsRuleSet = { priority = 2, counted = [] }
  }

  # How requests that are signed with IAM credentials begin to say so. They come from Sonde's own functions, many from the same address, and
  # carry what devices measured, which is any text. Whoever writes the header without a signature is let through here, and refused by AppSync.
  signed = "AWS4-HMAC-SHA256 "
}

resource "aws_wafv2_web_acl" "this" {
  name        = "${var.name}-api"
  description = "What the API ${var.name} answers to"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "rate"
    priority = 0

    action {
      block {
        custom_response {
          response_code = 429
        }
      }
    }

    statement {
      rate_based_statement {
        aggregate_key_type    = "IP"
        limit                 = var.requests_per_5_minutes
        evaluation_window_sec = 300

        scope_down_statement {
          not_statement {
            statement {
              byte_match_statement {
                search_string         = local.signed
                positional_constraint = "STARTS_WITH"

                field_to_match {
                  single_header {
                    name = "authorization"
                  }
                }

                text_transformation {
                  priority = 0
                  type     = "NONE"
                }
              }
            }
          }
        }
      }
    }

    visibility_config {
      metric_name                = "rate"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = false # A sample holds headers, and with them tokens.
    }
  }

  dynamic "rule" {
    for_each = local.managed_rules

    content {
      name     = rule.key
      priority = rule.value.priority

      # As the group says: block.
      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.key

          dynamic "rule_action_override" {
            for_each = rule.value.counted

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }

          scope_down_statement {
            not_statement {
              statement {
                byte_match_statement {
                  search_string         = local.signed
                  positional_constraint = "STARTS_WITH"

                  field_to_match {
                    single_header {
                      name = "authorization"
                    }
                  }

                  text_transformation {
                    priority = 0
                    type     = "NONE"
                  }
                }
              }
            }
          }
        }
      }

      visibility_config {
        metric_name                = rule.key
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = false
      }
    }
  }

  visibility_config {
    metric_name                = "${var.name}-api"
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = false
  }
}

resource "aws_wafv2_web_acl_association" "api" {
  resource_arn = var.api_arn
  web_acl_arn  = aws_wafv2_web_acl.this.arn
}
