module "export_sweep" {
  source = "../function"

  name                 = "${var.name}-export-sweep"
  manifest             = var.functions["export-sweep"]
  dist                 = var.dist
  environment          = local.environments["export-sweep"]
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "export-sweep", null)

  # Across organizations, so that it may see keys and no export.
  statements = [
    { actions = ["dynamodb:Query"], resources = [var.tables["exports"].index_arns["due"]] },
    { actions = ["lambda:InvokeFunction"], resources = [module.export.arn] },
  ]
}

# A group of its own, for it is the group that may assume the role: a schedule cannot be named there.
resource "aws_scheduler_schedule_group" "this" {
  name = "${var.name}-exports"
}

resource "aws_iam_role" "schedule" {
  name        = "${var.name}-export-sweep-schedule"
  description = "What the schedule of ${var.name}-export-sweep may do"

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

resource "aws_iam_role_policy" "schedule" {
  name = "${var.name}-export-sweep-schedule"
  role = aws_iam_role.schedule.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction"]
      Resource = [module.export_sweep.arn]
    }]
  })
}

resource "aws_scheduler_schedule" "sweep" {
  name                = "${var.name}-export-sweep"
  description         = "Has the exports looked at that somebody must look at again"
  group_name          = aws_scheduler_schedule_group.this.name
  schedule_expression = var.functions["export-sweep"].schedule

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = module.export_sweep.arn
    role_arn = aws_iam_role.schedule.arn

    # What could not be invoked is invoked by the next turn.
    retry_policy {
      maximum_retry_attempts       = 0
      maximum_event_age_in_seconds = 60
    }
  }

  depends_on = [aws_iam_role_policy.schedule]
}
