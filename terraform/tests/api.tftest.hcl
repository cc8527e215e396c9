mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                 = "sonde-test"
  account_id           = "123456789012"
  partition            = "aws"
  region               = "eu-west-1"
  user_pool_id         = "eu-west-1_AbCdEfGhI"
  introspection        = false
  query_depth_limit    = 8
  resolver_count_limit = 50
  enhanced_metrics     = false
  log_retention_days   = 14
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "wiring" {
  module {
    source = "./modules/api"
  }

  variables {
    api           = run.setup.api
    tables        = run.setup.tables
    function_arns = run.setup.function_arns
  }

  assert {
    condition     = aws_appsync_graphql_api.this.name == "sonde-test" && aws_appsync_graphql_api.this.schema == run.setup.api.schema
    error_message = "The schema must be that of dist/api.json."
  }

  assert {
    condition     = concat([aws_appsync_graphql_api.this.authentication_type], aws_appsync_graphql_api.this.additional_authentication_provider[*].authentication_type) == run.setup.api.authorization
    error_message = "Authorization modes must be those of dist/api.json, the default one first."
  }

  assert {
    condition     = aws_appsync_graphql_api.this.user_pool_config[0].user_pool_id == "eu-west-1_AbCdEfGhI" && aws_appsync_graphql_api.this.user_pool_config[0].default_action == "ALLOW"
    error_message = "The API must take the pool's tokens."
  }

  assert {
    condition = (
      aws_appsync_graphql_api.this.introspection_config == "DISABLED" && aws_appsync_graphql_api.this.query_depth_limit == 8 &&
      aws_appsync_graphql_api.this.resolver_count_limit == 50 && aws_appsync_graphql_api.this.xray_enabled
    )
    error_message = "The API must be limited and traced as the variables say."
  }

  assert {
    condition = (
      aws_appsync_graphql_api.this.log_config[0].exclude_verbose_content && aws_appsync_graphql_api.this.log_config[0].field_log_level == "ERROR" &&
      aws_cloudwatch_log_group.this.name == "/aws/appsync/apis/${aws_appsync_graphql_api.this.id}" && aws_cloudwatch_log_group.this.retention_in_days == 14
    )
    error_message = "The API logs errors, without what people send and get, and its logs end."
  }

  assert {
    condition     = length(aws_appsync_graphql_api.this.enhanced_metrics_config) == 0
    error_message = "Metrics that cost are not there unless asked for."
  }

  assert {
    condition     = { for name, resolver in aws_appsync_resolver.this : name => "${resolver.type}.${resolver.field}" } == { for name in keys(run.setup.api.resolvers) : name => name }
    error_message = "Every resolver of dist/api.json, and no other, must be made."
  }

  assert {
    condition = alltrue([
      for name, definition in run.setup.api.resolvers :
      aws_appsync_resolver.this[name].kind == definition.kind && (
        definition.kind == "UNIT"
        ? aws_appsync_resolver.this[name].data_source == definition.dataSource && length(aws_appsync_resolver.this[name].pipeline_config) == 0
        : aws_appsync_resolver.this[name].data_source == null && aws_appsync_resolver.this[name].pipeline_config[0].functions == tolist([for step in definition.functions : aws_appsync_function.this[step].function_id])
      )
    ])
    error_message = "Every resolver must have its data source or its steps, in their order."
  }

  assert {
    condition     = { for name, step in aws_appsync_function.this : name => step.data_source } == { for name, definition in run.setup.api.functions : name => definition.dataSource }
    error_message = "Every pipeline function of dist/api.json, and no other, must be made on its data source."
  }

  assert {
    condition     = alltrue([for item in concat(values(aws_appsync_resolver.this), values(aws_appsync_function.this)) : item.runtime[0].name == "APPSYNC_JS" && item.runtime[0].runtime_version == "1.0.0"])
    error_message = "Code runs on APPSYNC_JS 1.0.0."
  }

  assert {
    condition = alltrue(concat(
      [for name, definition in run.setup.api.resolvers : aws_appsync_resolver.this[name].code == replace(definition.code, "/__TABLE_([A-Za-z]+)__/", "sonde-test-$1")],
      [for name, definition in run.setup.api.functions : aws_appsync_function.this[name].code == replace(definition.code, "/__TABLE_([A-Za-z]+)__/", "sonde-test-$1")],
    ))
    error_message = "Code must be that of dist/api.json, with the tables' physical names."
  }

  assert {
    condition     = !anytrue([for item in concat(values(aws_appsync_resolver.this), values(aws_appsync_function.this)) : strcontains(item.code, "__TABLE_")])
    error_message = "No placeholder may be left."
  }

  assert {
    condition     = { for name, source in aws_appsync_datasource.this : name => source.type } == { for name, definition in run.setup.api.dataSources : name => definition.type }
    error_message = "Every data source of dist/api.json, and no other, must be made."
  }

  assert {
    condition = (
      { for name, source in aws_appsync_datasource.this : name => source.dynamodb_config[0].table_name if source.type == "AMAZON_DYNAMODB" } ==
      { for name, definition in run.setup.api.dataSources : name => "sonde-test-${definition.table}" if definition.type == "AMAZON_DYNAMODB" }
    )
    error_message = "Every DynamoDB data source must have its table."
  }

  assert {
    condition = (
      { for name, source in aws_appsync_datasource.this : name => source.lambda_config[0].function_arn if source.type == "AWS_LAMBDA" } ==
      { for name, definition in run.setup.api.dataSources : name => run.setup.function_arns[definition.function] if definition.type == "AWS_LAMBDA" }
    )
    error_message = "Every Lambda data source must have its function."
  }

  assert {
    condition = (
      jsonencode({ for name, policy in aws_iam_role_policy.data_source : name => [for statement in jsondecode(policy.policy).Statement : [statement.Action, statement.Resource]] }) == jsonencode({
        for name, definition in run.setup.api.dataSources : name => [
          for resource, actions in(
            definition.type == "AMAZON_DYNAMODB"
            ? { for table, actions in definition.rights : run.setup.tables[table].arn => actions }
            : { (run.setup.function_arns[definition.function]) = ["lambda:InvokeFunction"] }
          ) : [actions, resource]
        ] if definition.type != "NONE"
      })
    )
    error_message = "A data source may do on each table what it needs there, or call its function, and no more."
  }

  assert {
    condition = alltrue([
      for name, role in aws_iam_role.data_source :
      role.name == "sonde-test-api-${name}" && jsondecode(role.assume_role_policy).Statement[0].Condition.ArnEquals["aws:SourceArn"] == aws_appsync_graphql_api.this.arn
    ])
    error_message = "Only this API may assume the data sources' roles."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.logs.policy).Statement : [statement.Action, statement.Resource]] == [[["logs:CreateLogStream", "logs:PutLogEvents"], ["${aws_cloudwatch_log_group.this.arn}:*"]]]
    error_message = "The API may write to its own log group, and no more."
  }
}

run "placeholders" {
  command = plan

  module {
    source = "./modules/api"
  }

  variables {
    introspection    = true
    enhanced_metrics = true
    function_arns    = {}
    tables           = { a = { name = "x-a", arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/x-a" }, bC = { name = "$1-bC", arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/x-bC" } }

    api = {
      schema        = "type Query { f: String }"
      authorization = ["AWS_IAM", "AMAZON_COGNITO_USER_POOLS"]
      dataSources   = { none = { type = "NONE" } }
      functions     = {}
      resolvers = {
        "Query.edges"     = { kind = "UNIT", dataSource = "none", code = "__TABLE_a__ __TABLE_bC____TABLE_a__" }
        "Query.untouched" = { kind = "UNIT", dataSource = "none", code = "é $1 $${x}\n_TABLE_a__ __table_a__ \\" }
        "Query.lines"     = { kind = "UNIT", dataSource = "none", code = "1\n'__TABLE_a__'\n2__a__\n" }
      }
    }
  }

  assert {
    condition = { for name, resolver in aws_appsync_resolver.this : name => resolver.code } == {
      "Query.edges"     = "x-a $1-bCx-a"
      "Query.untouched" = "é $1 $${x}\n_TABLE_a__ __table_a__ \\"
      "Query.lines"     = "1\n'x-a'\n2__a__\n"
    }
    error_message = "Placeholders become names wherever they stand, and nothing else changes."
  }

  assert {
    condition     = aws_appsync_graphql_api.this.additional_authentication_provider[0].user_pool_config[0].user_pool_id == "eu-west-1_AbCdEfGhI" && length(aws_appsync_graphql_api.this.user_pool_config) == 0
    error_message = "The pool must serve where it is not the default mode, too."
  }

  assert {
    condition     = aws_appsync_graphql_api.this.introspection_config == "ENABLED"
    error_message = "Introspection must follow its variable."
  }

  assert {
    condition = aws_appsync_graphql_api.this.enhanced_metrics_config == tolist([{
      data_source_level_metrics_behavior = "FULL_REQUEST_DATA_SOURCE_METRICS"
      operation_level_metrics_config     = "ENABLED"
      resolver_level_metrics_behavior    = "FULL_REQUEST_RESOLVER_METRICS"
    }])
    error_message = "Metrics of resolvers, data sources and operations must be there when asked for."
  }

  assert {
    condition     = length(aws_iam_role.data_source) == 0
    error_message = "A data source that reaches nothing has no role."
  }
}

run "refuses_an_unknown_table" {
  command = plan

  module {
    source = "./modules/api"
  }

  variables {
    function_arns = {}
    tables        = {}

    api = {
      schema        = "type Query { f: String }"
      authorization = ["AWS_IAM"]
      dataSources   = { none = { type = "NONE" } }
      functions     = {}
      resolvers     = { "Query.f" = { kind = "UNIT", dataSource = "none", code = "__TABLE_unknown__" } }
    }
  }

  expect_failures = [var.tables]
}

run "refuses_what_is_not_least_privilege" {
  command = plan

  module {
    source = "./modules/api"
  }

  variables {
    function_arns = {}
    tables        = { a = { name = "x-a", arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/x-a" } }

    api = {
      schema        = "type Query { f: String }"
      authorization = ["AWS_IAM"]
      dataSources   = { a = { type = "AMAZON_DYNAMODB", table = "a", rights = { a = ["dynamodb:*"] } } }
      functions     = {}
      resolvers     = {}
    }
  }

  expect_failures = [var.api]
}
