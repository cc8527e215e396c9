output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "invoke_arn" {
  description = "ARN that API Gateway invokes the function by."
  value       = aws_lambda_function.this.invoke_arn
}

output "log_group" {
  description = "Name of the log group that the function writes to."
  value       = aws_cloudwatch_log_group.this.name
}

output "environment" {
  description = "Environment variables of the function."
  value       = aws_lambda_function.this.environment[0].variables
}

output "policy" {
  description = "What the function's role may do, as JSON."
  value       = aws_iam_role_policy.this.policy
}
