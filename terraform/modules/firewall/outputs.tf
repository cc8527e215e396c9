output "name" {
  description = "Name of the web ACL, by which CloudWatch counts what it blocks."
  value       = aws_wafv2_web_acl.this.name
}
