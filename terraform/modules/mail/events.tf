locals {
  # It names what it may be told of before that is made.
  configuration_set_arn = "arn:${var.partition}:ses:${var.region}:${var.account_id}:configuration-set/${var.name}"
}

# The identity's default, so that whoever sends as it need not name it: the worker of exports, who sends invitations, and the user pool.
resource "aws_sesv2_configuration_set" "this" {
  configuration_set_name = var.name

  delivery_options {
    tls_policy = "REQUIRE"
  }

  reputation_options {
    reputation_metrics_enabled = true
  }

  sending_options {
    sending_enabled = true
  }

  # SES itself sends no more to who bounced or complained. Sonde does not either, and tells people so.
  suppression_options {
    suppressed_reasons = ["BOUNCE", "COMPLAINT"]
  }

  tags = {
    Purpose = "How Sonde's e-mails are sent, and who is told what became of them"
  }
}

# Without a key of KMS: SES may not use `alias/aws/sns`, whose policy is AWS's own, so that no event would arrive. What is at rest here, for as long as it
# takes to hand it on, is on disks that SNS encrypts. A key of one's own would have to let ses.amazonaws.com do kms:Decrypt and kms:GenerateDataKey.
resource "aws_sns_topic" "feedback" {
  name = "${var.name}-mail-feedback"

  tags = {
    Purpose = "Mails that bounced, were complained about or rejected"
  }
}

resource "aws_sns_topic_policy" "feedback" {
  arn = aws_sns_topic.feedback.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ses.amazonaws.com" }
      Action    = ["sns:Publish"]
      Resource  = [aws_sns_topic.feedback.arn]
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnEquals    = { "aws:SourceArn" = local.configuration_set_arn }
      }
    }]
  })
}

resource "aws_sesv2_configuration_set_event_destination" "feedback" {
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name
  event_destination_name = "feedback"

  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE", "COMPLAINT", "REJECT"]

    sns_destination {
      topic_arn = aws_sns_topic.feedback.arn
    }
  }

  # SES tries the topic before it takes it.
  depends_on = [aws_sns_topic_policy.feedback]
}
