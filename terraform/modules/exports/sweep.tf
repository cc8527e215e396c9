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

module "sweep_schedule" {
  source = "../schedule"

  account_id  = var.account_id
  function    = { name = module.export_sweep.name, arn = module.export_sweep.arn }
  expression  = var.functions["export-sweep"].schedule
  description = "Has the exports looked at that somebody must look at again"
  group       = "${var.name}-exports"
}

moved {
  from = aws_scheduler_schedule_group.this
  to   = module.sweep_schedule.aws_scheduler_schedule_group.this
}

moved {
  from = aws_iam_role.schedule
  to   = module.sweep_schedule.aws_iam_role.this
}

moved {
  from = aws_iam_role_policy.schedule
  to   = module.sweep_schedule.aws_iam_role_policy.this
}

moved {
  from = aws_scheduler_schedule.sweep
  to   = module.sweep_schedule.aws_scheduler_schedule.this
}

moved {
  from = aws_lambda_function_event_invoke_config.this["export-sweep"]
  to   = module.sweep_schedule.aws_lambda_function_event_invoke_config.this
}
