mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name               = "sonde-test-example"
  dist               = "./tests"
  environment        = { TABLE = "sonde-test-devices" }
  log_retention_days = 14

  manifest = {
    zip            = "function.tftest.hcl" # Any file: nothing is uploaded.
    sha256         = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    handler        = "index.handler"
    description    = "An example"
    timeoutSeconds = 7
    memoryMb       = 256
    environment    = ["TABLE"]
    graphqlFields  = []
  }
}

run "example" {
  module {
    source = "./modules/function"
  }

  variables {
    statements = [{ actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-devices"] }]
  }

  assert {
    condition     = aws_lambda_function.this.runtime == "nodejs22.x" && aws_lambda_function.this.architectures == tolist(["arm64"])
    error_message = "Functions run on Node.js 22 and arm64."
  }

  assert {
    condition     = aws_lambda_function.this.source_code_hash == var.manifest.sha256 && aws_lambda_function.this.filename == "./tests/function.tftest.hcl"
    error_message = "The code must be the zip that the manifest names, by its checksum."
  }

  assert {
    condition     = aws_lambda_function.this.handler == "index.handler" && aws_lambda_function.this.timeout == 7 && aws_lambda_function.this.memory_size == 256
    error_message = "Handler, time-out and memory must be the manifest's."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables == tomap({ TABLE = "sonde-test-devices" })
    error_message = "The environment must be what is passed in."
  }

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active"
    error_message = "Functions are traced."
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == null || aws_lambda_function.this.reserved_concurrent_executions == -1
    error_message = "No concurrency is reserved unless asked for."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/sonde-test-example" && aws_cloudwatch_log_group.this.retention_in_days == 14
    error_message = "Logs must end, and lie where the function writes."
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_group == aws_cloudwatch_log_group.this.name && aws_lambda_function.this.logging_config[0].log_format == "JSON"
    error_message = "The function must write JSON to its own log group."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : join(" ", statement.Action) => statement.Resource } == {
      "logs:CreateLogStream logs:PutLogEvents"         = ["arn:aws:logs:eu-west-1:123456789012:log-group:mock:*"]
      "xray:PutTelemetryRecords xray:PutTraceSegments" = ["*"]
      "dynamodb:GetItem"                               = ["arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-devices"]
    }
    error_message = "A function may write its log and its trace and do what it was given, and no more."
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Principal == { Service = "lambda.amazonaws.com" }
    error_message = "Only Lambda may assume the role."
  }
}

run "acts_under_a_condition" {
  module {
    source = "./modules/function"
  }

  variables {
    statements = [
      { actions = ["ses:SendEmail"], resources = ["arn:aws:ses:eu-west-1:123456789012:identity/*"], condition = { StringEquals = { "ses:FromAddress" = "sonde@example.com" } } },
      { actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-devices"] },
    ]
  }

  assert {
    condition = jsonencode({ for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Action[0] => try(statement.Condition, null) }) == jsonencode({
      "logs:CreateLogStream"     = null
      "xray:PutTelemetryRecords" = null
      "ses:SendEmail"            = { StringEquals = { "ses:FromAddress" = "sonde@example.com" } }
      "dynamodb:GetItem"         = null
    })
    error_message = "A condition must bind the statement that has it, and no other."
  }
}

run "refuses_what_does_not_fit" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    environment = { TABEL = "sonde-test-devices" }
    statements  = [{ actions = ["dynamodb:*"], resources = ["arn:aws:dynamodb:eu-west-1:123456789012:table/sonde-test-devices"] }]
  }

  expect_failures = [var.environment, var.statements]
}

run "refuses_any_resource_without_a_reason" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    statements = [{ actions = ["timestream:DescribeEndpoints"], resources = ["*"] }]
  }

  expect_failures = [var.statements]
}

run "takes_any_resource_with_a_reason" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    reserved_concurrency = 5
    statements           = [{ actions = ["timestream:DescribeEndpoints"], resources = ["*"], any_resource_reason = "It takes none." }]
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == 5
    error_message = "Concurrency is reserved when asked for."
  }
}

run "calls_the_fields_that_its_manifest_names" {
  module {
    source = "./modules/function"
  }

  variables {
    graphql_api_arn = "arn:aws:appsync:eu-west-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz"

    manifest = {
      zip            = "function.tftest.hcl"
      sha256         = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
      handler        = "index.handler"
      description    = "An example"
      timeoutSeconds = 7
      memoryMb       = 256
      environment    = ["TABLE"]
      graphqlFields  = ["Mutation.f", "Query.g"]
    }
  }

  assert {
    condition = flatten([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if contains(statement.Action, "appsync:GraphQL")]) == [
      "arn:aws:appsync:eu-west-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz/types/Mutation/fields/f",
      "arn:aws:appsync:eu-west-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz/types/Query/fields/g",
    ]
    error_message = "The role must name each field."
  }
}

run "refuses_fields_of_no_api" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    graphql_api_arn = null

    manifest = {
      zip            = "function.tftest.hcl"
      sha256         = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
      handler        = "index.handler"
      description    = "An example"
      timeoutSeconds = 7
      memoryMb       = 256
      environment    = ["TABLE"]
      graphqlFields  = ["Mutation.f"]
    }
  }

  expect_failures = [var.graphql_api_arn]
}

run "refuses_a_zip_that_is_not_there" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    dist = "./tests/mocks"
  }

  expect_failures = [aws_lambda_function.this]
}
