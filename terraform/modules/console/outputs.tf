output "url" {
  description = "Where people find the console: the origin of its pages."
  value       = "https://${var.domain == null ? aws_cloudfront_distribution.this.domain_name : var.domain.name}"
}

output "bucket" {
  description = "Name of the bucket of the console's files."
  value       = aws_s3_bucket.this.bucket
}

output "connect_sources" {
  description = "Origins that pages may ask, besides their own."
  value       = var.connect_sources
}

output "dns_records" {
  description = "CNAME records to be made: by name, what each is to lead to."
  value       = { for name in var.domain[*].name : name => aws_cloudfront_distribution.this.domain_name }
}
