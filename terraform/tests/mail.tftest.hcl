mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name               = "sonde-test"
  account_id         = "123456789012"
  partition          = "aws"
  region             = "eu-west-1"
  address            = "sonde@example.com"
  manage_identity    = true
  log_retention_days = 14
}

# Each under an ARN of its own, to tell which of them a policy names.
override_resource {
  target = aws_sns_topic.feedback
  values = { arn = "arn:aws:sns:eu-west-1:123456789012:sonde-test-mail-feedback" }
}

override_resource {
  target = aws_sqs_queue.dead_letter

  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:sonde-test-mail-feedback-dead-letter"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/sonde-test-mail-feedback-dead-letter"
  }
}

override_resource {
  target = module.mail_feedback.aws_lambda_function.this
  values = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:sonde-test-mail-feedback" }
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "address" {
  module {
    source = "./modules/mail"
  }

  variables {
    functions = run.setup.functions
    dist      = run.setup.dist
    tables    = run.setup.tables
  }

  assert {
    condition     = aws_sesv2_email_identity.sender[0].email_identity == "sonde@example.com" && strcontains(output.sender, "sonde@example.com must have confirmed")
    error_message = "SES must ask the sender, and the operator must know."
  }

  assert {
    condition = jsonencode([for statement in jsondecode(output.functions["send-invitation"].policy).Statement : statement if !can(regex("^(logs|xray):", statement.Action[0]))]) == jsonencode([
      { Action = ["dynamodb:UpdateItem"], Effect = "Allow", Resource = [run.setup.tables["identities"].arn] },
      { Action = ["dynamodb:GetItem"], Effect = "Allow", Resource = [run.setup.tables["organizations"].arn] },
      {
        Action    = ["ses:SendEmail"]
        Condition = { StringEquals = { "ses:FromAddress" = "sonde@example.com" } }
        Effect    = "Allow"
        Resource  = ["arn:aws:ses:eu-west-1:123456789012:identity/*", "arn:aws:ses:eu-west-1:123456789012:configuration-set/sonde-test"]
      },
    ])
    error_message = "Invitations are mailed from the address, and what became of them is noted."
  }

  assert {
    condition     = module.send_invitation.environment.SIGN_IN_URL == "" && module.send_invitation.environment.MAIL_FROM == "sonde@example.com"
    error_message = "Without a page to sign in at, an invitation has no link."
  }

  assert {
    condition     = length(output.dns_records) == 0 && length(aws_sesv2_email_identity_mail_from_attributes.sender) == 0
    error_message = "An address needs nothing in DNS."
  }

  assert {
    condition     = output.identity_arn == "arn:aws:ses:eu-west-1:123456789012:identity/sonde@example.com"
    error_message = "The user pool must send as the address."
  }

  assert {
    condition     = aws_sesv2_email_identity.sender[0].configuration_set_name == "sonde-test" && aws_sesv2_configuration_set.this.configuration_set_name == "sonde-test"
    error_message = "The configuration set must be the identity's default: nobody names it."
  }

  assert {
    condition     = output.configuration_set_arn == "arn:aws:ses:eu-west-1:123456789012:configuration-set/sonde-test"
    error_message = "Who sends must be allowed the configuration set."
  }

  assert {
    condition = (
      aws_sesv2_configuration_set.this.delivery_options[0].tls_policy == "REQUIRE" &&
      aws_sesv2_configuration_set.this.reputation_options[0].reputation_metrics_enabled &&
      aws_sesv2_configuration_set.this.sending_options[0].sending_enabled &&
      toset(aws_sesv2_configuration_set.this.suppression_options[0].suppressed_reasons) == toset(["BOUNCE", "COMPLAINT"])
    )
    error_message = "Mails go by TLS only, are counted, and not to whom mail has bounced from or who complained."
  }
}

run "feedback" {
  module {
    source = "./modules/mail"
  }

  variables {
    functions = run.setup.functions
    dist      = run.setup.dist
    tables    = run.setup.tables
  }

  assert {
    condition = (
      aws_sesv2_configuration_set_event_destination.feedback.configuration_set_name == "sonde-test" &&
      aws_sesv2_configuration_set_event_destination.feedback.event_destination[0].enabled &&
      toset(aws_sesv2_configuration_set_event_destination.feedback.event_destination[0].matching_event_types) == toset(["BOUNCE", "COMPLAINT", "REJECT"]) &&
      aws_sesv2_configuration_set_event_destination.feedback.event_destination[0].sns_destination[0].topic_arn == aws_sns_topic.feedback.arn
    )
    error_message = "SES must tell the topic of what did not arrive."
  }

  assert {
    condition = jsonencode(jsondecode(aws_sns_topic_policy.feedback.policy).Statement) == jsonencode([{
      Effect    = "Allow"
      Principal = { Service = "ses.amazonaws.com" }
      Action    = ["sns:Publish"]
      Resource  = ["arn:aws:sns:eu-west-1:123456789012:sonde-test-mail-feedback"]
      Condition = {
        StringEquals = { "aws:SourceAccount" = "123456789012" }
        ArnEquals    = { "aws:SourceArn" = "arn:aws:ses:eu-west-1:123456789012:configuration-set/sonde-test" }
      }
    }])
    error_message = "SES, for this account's configuration set, and nobody else may publish."
  }

  assert {
    condition     = aws_sns_topic.feedback.kms_master_key_id == null
    error_message = "With the key alias/aws/sns no event of SES would arrive."
  }

  assert {
    condition = (
      aws_sns_topic_subscription.feedback.topic_arn == aws_sns_topic.feedback.arn && aws_sns_topic_subscription.feedback.protocol == "lambda" &&
      aws_sns_topic_subscription.feedback.endpoint == "arn:aws:lambda:eu-west-1:123456789012:function:sonde-test-mail-feedback" &&
      aws_lambda_permission.feedback.function_name == "sonde-test-mail-feedback" && aws_lambda_permission.feedback.principal == "sns.amazonaws.com" &&
      aws_lambda_permission.feedback.source_arn == aws_sns_topic.feedback.arn
    )
    error_message = "The topic, and no other, must run mail-feedback."
  }

  assert {
    condition = (
      jsondecode(aws_sns_topic_subscription.feedback.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_letter.arn &&
      aws_lambda_function_event_invoke_config.feedback.destination_config[0].on_failure[0].destination == aws_sqs_queue.dead_letter.arn &&
      aws_lambda_function_event_invoke_config.feedback.maximum_retry_attempts == 2
    )
    error_message = "What cannot be delivered, or taken in, must be kept."
  }

  assert {
    condition = jsonencode([
      for statement in jsondecode(aws_sqs_queue.dead_letter.policy).Statement : [statement.Action, statement.Condition] if statement.Effect == "Allow"
    ]) == jsonencode([[["sqs:SendMessage"], { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-west-1:123456789012:sonde-test-mail-feedback" } }]])
    error_message = "The topic, and no other, may put into the queue what it could not deliver."
  }

  assert {
    condition     = output.dead_letter_queues == { sonde-test-mail-feedback-dead-letter = "https://sqs.eu-west-1.amazonaws.com/123456789012/sonde-test-mail-feedback-dead-letter" } && aws_sqs_queue.dead_letter.sqs_managed_sse_enabled
    error_message = "An alarm needs the queue's name."
  }

  assert {
    condition = jsonencode([
      for statement in jsondecode(output.functions["mail-feedback"].policy).Statement : [statement.Action, statement.Resource]
      if !startswith(statement.Action[0], "logs:") && !startswith(statement.Action[0], "xray:")
      ]) == jsonencode([
      [["dynamodb:Query"], [run.setup.tables["memberships"].arn]],
      [["dynamodb:UpdateItem"], [run.setup.tables["identities"].arn]],
      [["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:123456789012:sonde-test-mail-feedback-dead-letter"]],
    ])
    error_message = "mail-feedback looks memberships up, changes identities and sets aside what failed, and no more."
  }
}

run "domain" {
  # Not as a change of the one above, of which mocks keep what there is of keys.
  state_key = "domain"

  module {
    source = "./modules/mail"
  }

  variables {
    functions           = run.setup.functions
    dist                = run.setup.dist
    tables              = run.setup.tables
    domain              = "example.com"
    mail_from_subdomain = "bounces"
  }

  assert {
    condition     = aws_sesv2_email_identity.sender[0].email_identity == "example.com" && aws_sesv2_email_identity.sender[0].dkim_signing_attributes[0].next_signing_key_length == "RSA_2048_BIT"
    error_message = "The domain must sign its mails."
  }

  assert {
    condition = (
      aws_sesv2_email_identity_mail_from_attributes.sender["example.com"].mail_from_domain == "bounces.example.com" &&
      aws_sesv2_email_identity_mail_from_attributes.sender["example.com"].behavior_on_mx_failure == "USE_DEFAULT_VALUE"
    )
    error_message = "Bounces go to the subdomain once its records are there, and mails go out before, too."
  }

  assert {
    condition = jsonencode(output.dns_records) == jsonencode(concat(
      [for token in ["token1", "token2", "token3"] : { name = "${token}._domainkey.example.com", type = "CNAME", value = "${token}.dkim.amazonses.com" }],
      [
        { name = "bounces.example.com", type = "MX", value = "10 feedback-smtp.eu-west-1.amazonses.com" },
        { name = "bounces.example.com", type = "TXT", value = "v=spf1 include:amazonses.com ~all" },
      ],
    ))
    error_message = "Who does DNS must learn of the records: ${jsonencode(output.dns_records)}"
  }

  assert {
    condition     = output.identity_arn == "arn:aws:ses:eu-west-1:123456789012:identity/example.com" && strcontains(output.sender, "DKIM records of example.com")
    error_message = "The user pool must send as the domain, and the operator know what verifies it."
  }
}

run "verified_already" {
  command = plan

  module {
    source = "./modules/mail"
  }

  variables {
    functions       = run.setup.functions
    dist            = run.setup.dist
    tables          = run.setup.tables
    domain          = "example.com"
    manage_identity = false
  }

  assert {
    condition     = length(aws_sesv2_email_identity.sender) == 0 && length(output.dns_records) == 0
    error_message = "Who has a verified sender keeps it as it is."
  }

  assert {
    condition     = strcontains(output.sender, "--email-identity example.com --configuration-set-name sonde-test")
    error_message = "The operator must learn how bounces are heard of."
  }
}
