locals {
  # One name for the whole account: it is AWS IoT that chooses it.
  iot_log_group = "AWSIotLogsV2"
}

# Made before AWS IoT writes to it, which would otherwise make one without an end to its retention.
resource "aws_cloudwatch_log_group" "iot" {
  count = var.iot_log_level == null ? 0 : 1

  name              = local.iot_log_group
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "iot_log" {
  count = var.iot_log_level == null ? 0 : 1

  name        = "${var.name}-iot-log"
  description = "Writes the log of AWS IoT"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "iot.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${var.partition}:iot:${var.region}:${var.account_id}:*" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "iot_log" {
  count = length(aws_iam_role.iot_log)

  name = "${var.name}-iot-log"
  role = aws_iam_role.iot_log[count.index].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.iot[count.index].arn}:*"]
    }]
  })
}

resource "aws_iot_logging_options" "this" {
  count = length(aws_iam_role.iot_log)

  default_log_level = var.iot_log_level
  role_arn          = aws_iam_role.iot_log[count.index].arn

  depends_on = [aws_iam_role_policy.iot_log]
}
