locals {
  queue_name             = "${var.name}-ingest"
  dead_letter_queue_name = "${var.name}-ingest-dead-letter"

  # A queue's own policy and its dead-letter queue's redrive policy stand inline, where the queue's ARN is not yet known.
  queue_arn             = "arn:${var.partition}:sqs:${var.region}:${var.account_id}:${local.queue_name}"
  dead_letter_queue_arn = "arn:${var.partition}:sqs:${var.region}:${var.account_id}:${local.dead_letter_queue_name}"

  # Rule names have no hyphens.
  rule_name = replace("${var.name}-ingest", "-", "_")

  ingest = var.functions["ingest"]

  transport_policies = {
    for arn in [local.queue_arn, local.dead_letter_queue_arn] : arn => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"]
        Resource  = arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }]
    })
  }
}

resource "aws_sqs_queue" "dead_letter" {
  name                      = local.dead_letter_queue_name
  message_retention_seconds = 14 * 24 * 60 * 60
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
  policy                    = local.transport_policies[local.dead_letter_queue_arn]

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.queue_arn]
  })

  tags = {
    Purpose = "Messages that could not be stored"
  }
}

resource "aws_sqs_queue" "ingest" {
  name                      = local.queue_name
  message_retention_seconds = 4 * 24 * 60 * 60
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
  policy                    = local.transport_policies[local.queue_arn]

  # Six times the function's own time-out, so that a batch that waits for a free instance is not handed out twice.
  visibility_timeout_seconds = 6 * local.ingest.timeoutSeconds

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter.arn
    maxReceiveCount     = 5
  })

  tags = {
    Purpose = "Published messages that wait to be stored"
  }
}

resource "aws_iam_role" "rule" {
  name        = "${var.name}-ingest-rule"
  description = "What the IoT rule of ${var.name} may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "iot.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnEquals    = { "aws:SourceArn" = "arn:${var.partition}:iot:${var.region}:${var.account_id}:rule/${local.rule_name}" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "rule" {
  name = "${var.name}-ingest-rule"
  role = aws_iam_role.rule.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [aws_sqs_queue.ingest.arn, aws_sqs_queue.dead_letter.arn]
      }],
      module.rule_key_access.statements,
    )
  })
}

module "rule_key_access" {
  source = "../key_access"

  kms_key_arn = var.kms_key_arn
  actions     = ["sqs:SendMessage"]
}

resource "aws_iot_topic_rule" "ingest" {
  name        = local.rule_name
  description = "Hands what devices publish to the ingest function's queue"
  enabled     = true
  sql         = local.ingest.iotRule
  sql_version = "2016-03-23"

  sqs {
    queue_url  = aws_sqs_queue.ingest.url
    role_arn   = aws_iam_role.rule.arn
    use_base64 = false
  }

  # What the queue did not take still counts as a message that was not stored.
  error_action {
    sqs {
      queue_url  = aws_sqs_queue.dead_letter.url
      role_arn   = aws_iam_role.rule.arn
      use_base64 = false
    }
  }

  depends_on = [aws_iam_role_policy.rule]
}

module "ingest" {
  source = "../function"

  name                 = "${var.name}-ingest"
  manifest             = local.ingest
  dist                 = var.dist
  graphql_api_arn      = var.graphql_api.arn
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "ingest", null)

  environment = {
    DEAD_LETTER_QUEUE_URL = aws_sqs_queue.dead_letter.url
    DEVICES_TABLE         = var.tables["devices"].name
    GRAPHQL_URL           = var.graphql_api.url
    LATEST_TABLE          = var.tables["latest"].name
    READINGS_STORE        = local.locations[var.store]
  }

  statements = concat(local.writing, [
    { actions = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], resources = [aws_sqs_queue.ingest.arn] },
    { actions = ["sqs:SendMessage"], resources = [aws_sqs_queue.dead_letter.arn] },
    { actions = ["dynamodb:BatchGetItem"], resources = [var.tables["devices"].arn] },
    { actions = ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"], resources = [var.tables["latest"].arn] },
  ])

  depends_on = [terraform_data.dynamodb_guard]
}

resource "aws_lambda_event_source_mapping" "ingest" {
  event_source_arn                   = aws_sqs_queue.ingest.arn
  function_name                      = module.ingest.arn
  batch_size                         = 1000
  maximum_batching_window_in_seconds = var.ingest_batch_window_seconds
  function_response_types            = ["ReportBatchItemFailures"]

  # Instead of reserved concurrency, which would send throttled messages to the dead-letter queue.
  scaling_config {
    maximum_concurrency = var.ingest_maximum_concurrency
  }
}
