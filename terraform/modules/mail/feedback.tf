locals {
  dead_letter_queue_name = "${var.name}-mail-feedback-dead-letter"

  # The queue's policy stands inline, where its ARN is not yet known.
  dead_letter_queue_arn = "arn:${var.partition}:sqs:${var.region}:${var.account_id}:${local.dead_letter_queue_name}"
}

module "mail_feedback" {
  source = "../function"

  name                 = "${var.name}-mail-feedback"
  manifest             = var.functions["mail-feedback"]
  dist                 = var.dist
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "mail-feedback", null)

  environment = {
    IDENTITIES_TABLE  = var.tables["identities"].name
    MEMBERSHIPS_TABLE = var.tables["memberships"].name
  }

  statements = [
    { actions = ["dynamodb:Query"], resources = [var.tables["memberships"].arn] },
    { actions = ["dynamodb:UpdateItem"], resources = [var.tables["identities"].arn] },
    # Lambda puts there, with this role, what it gave up.
    { actions = ["sqs:SendMessage"], resources = [aws_sqs_queue.dead_letter.arn] },
  ]
}

resource "aws_lambda_permission" "feedback" {
  statement_id   = "feedback"
  action         = "lambda:InvokeFunction"
  function_name  = module.mail_feedback.name
  principal      = "sns.amazonaws.com"
  source_arn     = aws_sns_topic.feedback.arn
  source_account = var.account_id
}

# What SNS could not hand to Lambda, and what the function did not take in at three times.
resource "aws_sqs_queue" "dead_letter" {
  name                      = local.dead_letter_queue_name
  message_retention_seconds = 14 * 24 * 60 * 60
  sqs_managed_sse_enabled   = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"]
        Resource  = local.dead_letter_queue_arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "Undelivered"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = ["sqs:SendMessage"]
        Resource  = local.dead_letter_queue_arn
        Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.feedback.arn } }
      },
    ]
  })

  tags = {
    Purpose = "Feedback on mails that could not be taken in"
  }
}

resource "aws_lambda_function_event_invoke_config" "feedback" {
  function_name                = module.mail_feedback.name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 6 * 60 * 60

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_letter.arn
    }
  }
}

resource "aws_sns_topic_subscription" "feedback" {
  topic_arn      = aws_sns_topic.feedback.arn
  protocol       = "lambda"
  endpoint       = module.mail_feedback.arn
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letter.arn })

  depends_on = [aws_lambda_permission.feedback, aws_lambda_function_event_invoke_config.feedback]
}
