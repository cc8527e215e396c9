mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                   = "sonde-test"
  api_arn                = "arn:aws:appsync:eu-west-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz"
  requests_per_5_minutes = 3000
}

run "rules" {
  module {
    source = "./modules/firewall"
  }

  assert {
    condition = (
      aws_wafv2_web_acl.this.scope == "REGIONAL" && length(aws_wafv2_web_acl.this.default_action[0].allow) == 1 &&
      aws_wafv2_web_acl_association.api.resource_arn == var.api_arn && aws_wafv2_web_acl_association.api.web_acl_arn == aws_wafv2_web_acl.this.arn
    )
    error_message = "The firewall must stand before the API, and let through what no rule blocks."
  }

  assert {
    condition = { for rule in aws_wafv2_web_acl.this.rule : rule.priority => rule.name } == {
      "0" = "rate"
      "1" = "AWSManagedRulesCommonRuleSet"
      "2" = "AWSManagedRulesKnownBadInputsRuleSet"
    }
    error_message = "The rate must be looked at before what a request holds."
  }

  assert {
    condition = [for rule in aws_wafv2_web_acl.this.rule : [
      rule.statement[0].rate_based_statement[0].limit, rule.statement[0].rate_based_statement[0].aggregate_key_type,
      rule.statement[0].rate_based_statement[0].evaluation_window_sec, rule.action[0].block[0].custom_response[0].response_code,
    ] if rule.name == "rate"] == [[3000, "IP", 300, 429]]
    error_message = "Who asks too often must be told so, by source address."
  }

  assert {
    condition = alltrue([
      for match in flatten([
        for rule in aws_wafv2_web_acl.this.rule : [
          for group in concat(rule.statement[0].rate_based_statement[*].scope_down_statement, rule.statement[0].managed_rule_group_statement[*].scope_down_statement) :
          group[0].not_statement[0].statement[0].byte_match_statement[0]
        ]
      ]) : match.search_string == "AWS4-HMAC-SHA256 " && match.positional_constraint == "STARTS_WITH" && match.field_to_match[0].single_header[0].name == "authorization"
      ]) && alltrue([
      for rule in aws_wafv2_web_acl.this.rule :
      length(concat(rule.statement[0].rate_based_statement[*].scope_down_statement, rule.statement[0].managed_rule_group_statement[*].scope_down_statement)) == 1
    ])
    error_message = "No rule may look at requests that are signed with IAM credentials."
  }

  assert {
    condition = {
      for rule in aws_wafv2_web_acl.this.rule : rule.name => [
        for override in rule.statement[0].managed_rule_group_statement[0].rule_action_override : override.name if length(override.action_to_use[0].count) == 1
      ] if startswith(rule.name, "AWS")
      } == {
      AWSManagedRulesCommonRuleSet         = ["SizeRestrictions_BODY"]
      AWSManagedRulesKnownBadInputsRuleSet = []
    }
    error_message = "Long bodies must be counted, and all else that the managed rules find must be blocked."
  }

  assert {
    condition = alltrue([
      for visibility in concat(aws_wafv2_web_acl.this.visibility_config, flatten(aws_wafv2_web_acl.this.rule[*].visibility_config)) :
      visibility.cloudwatch_metrics_enabled && !visibility.sampled_requests_enabled
    ])
    error_message = "Every rule must count, and keep no request."
  }
}
