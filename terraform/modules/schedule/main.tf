# A group of its own, for it is the group that may assume the role: a schedule cannot be named there.
resource "aws_scheduler_schedule_group" "this" {
  name = var.group
}

resource "aws_iam_role" "this" {
  name        = "${var.function.name}-schedule"
  description = "What the schedule of ${var.function.name} may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnEquals    = { "aws:SourceArn" = aws_scheduler_schedule_group.this.arn }
      }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "${var.function.name}-schedule"
  role = aws_iam_role.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction"]
      Resource = [var.function.arn]
    }]
  })
}

resource "aws_scheduler_schedule" "this" {
  name                = var.function.name
  description         = var.description
  group_name          = aws_scheduler_schedule_group.this.name
  schedule_expression = var.expression

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = var.function.arn
    role_arn = aws_iam_role.this.arn

    # What could not be invoked is invoked by the next turn.
    retry_policy {
      maximum_retry_attempts       = 0
      maximum_event_age_in_seconds = 60
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

# Nor is a turn that failed, or found no free instance, tried again but by the next one: turns do not pile up, and none needs a destination where it failed.
resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = var.function.name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}
