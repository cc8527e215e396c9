mock_provider "aws" {
  source = "./tests/mocks"
}

run "schedule" {
  module {
    source = "./modules/schedule"
  }

  variables {
    account_id  = "123456789012"
    function    = { name = "sonde-test-export-sweep", arn = "arn:aws:lambda:eu-west-1:123456789012:function:sonde-test-export-sweep" }
    expression  = "rate(1 minute)"
    description = "Looks again"
    group       = "sonde-test-exports"
  }

  assert {
    condition     = aws_scheduler_schedule.this.name == "sonde-test-export-sweep" && aws_scheduler_schedule.this.group_name == "sonde-test-exports"
    error_message = "It has its function's name, in a group of its own."
  }

  assert {
    condition     = aws_scheduler_schedule.this.schedule_expression == "rate(1 minute)" && aws_scheduler_schedule.this.flexible_time_window[0].mode == "OFF"
    error_message = "It runs when it is told to."
  }

  assert {
    condition = (
      aws_scheduler_schedule.this.target[0].arn == "arn:aws:lambda:eu-west-1:123456789012:function:sonde-test-export-sweep" &&
      aws_scheduler_schedule.this.target[0].role_arn == aws_iam_role.this.arn &&
      aws_scheduler_schedule.this.target[0].retry_policy[0].maximum_retry_attempts == 0 &&
      aws_scheduler_schedule.this.target[0].retry_policy[0].maximum_event_age_in_seconds == 60
    )
    error_message = "It runs the function once a turn."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : [statement.Action, statement.Resource]] == [[["lambda:InvokeFunction"], ["arn:aws:lambda:eu-west-1:123456789012:function:sonde-test-export-sweep"]]]
    error_message = "It may run the function, and no more."
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition == {
      StringEquals = { "aws:SourceAccount" = "123456789012" }
      ArnEquals    = { "aws:SourceArn" = aws_scheduler_schedule_group.this.arn }
    }
    error_message = "Only schedules of this group may assume the role."
  }

  assert {
    condition = (
      aws_lambda_function_event_invoke_config.this.function_name == "sonde-test-export-sweep" &&
      aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 0 && aws_lambda_function_event_invoke_config.this.maximum_event_age_in_seconds == 60
    )
    error_message = "What a turn did not get done is the next one's, and no event's that is tried again."
  }
}
