locals {
  # What each data source's role may do, where; those that reach nothing have none.
  data_source_access = {
    for name, source in var.api.dataSources : name => (
      source.type == "AMAZON_DYNAMODB"
      ? [for table, actions in source.rights : { actions = actions, resource = var.tables[table].arn }]
      : [{ actions = ["lambda:InvokeFunction"], resource = var.function_arns[source.function] }]
    ) if source.type != "NONE"
  }
}

resource "aws_appsync_datasource" "this" {
  for_each = var.api.dataSources

  api_id           = aws_appsync_graphql_api.this.id
  name             = each.key
  type             = each.value.type
  service_role_arn = each.value.type == "NONE" ? null : aws_iam_role.data_source[each.key].arn

  dynamic "dynamodb_config" {
    for_each = each.value.type == "AMAZON_DYNAMODB" ? [var.tables[each.value.table].name] : []

    content {
      table_name = dynamodb_config.value
      region     = var.region
    }
  }

  dynamic "lambda_config" {
    for_each = each.value.type == "AWS_LAMBDA" ? [var.function_arns[each.value.function]] : []

    content {
      function_arn = lambda_config.value
    }
  }

  depends_on = [aws_iam_role_policy.data_source]
}

resource "aws_iam_role" "data_source" {
  for_each = local.data_source_access

  name        = "${var.name}-api-${each.key}"
  description = "What the resolvers on the data source ${each.key} may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "appsync.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnEquals    = { "aws:SourceArn" = aws_appsync_graphql_api.this.arn }
      }
    }]
  })
}

resource "aws_iam_role_policy" "data_source" {
  for_each = local.data_source_access

  name = "${var.name}-api-${each.key}"
  role = aws_iam_role.data_source[each.key].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for access in each.value : {
        Effect   = "Allow"
        Action   = access.actions
        Resource = access.resource
      }],
      module.key_access[each.key].statements,
    )
  })
}

module "key_access" {
  source   = "../key_access"
  for_each = local.data_source_access

  kms_key_arn = var.kms_key_arn
  actions     = flatten(each.value[*].actions)
}
