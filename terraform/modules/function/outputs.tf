output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "policy" {
  description = "What the function's role may do, as JSON."
  value       = aws_iam_role_policy.this.policy
}
