output "functions" {
  description = "Name, ARN, log group and policy of the functions that this module deploys, by their name in `dist/functions.json`."
  value = {
    export          = module.export
    export-download = module.export_download
    export-files    = module.export_files
    export-sweep    = module.export_sweep
  }
}

output "buckets" {
  description = "Names of the buckets, by what they are for."
  value       = { for name, bucket in aws_s3_bucket.this : name => bucket.bucket }
}

output "deletion_protection" {
  description = "Whether the buckets refuse to be deleted while there is something in them."
  value       = alltrue([for bucket in aws_s3_bucket.this : !bucket.force_destroy])
}

output "download_url" {
  description = "What the links in e-mails begin with."
  value       = local.download_url
}

output "dns_records" {
  description = "CNAME records to be made: by name, what each is to lead to."
  value       = { for domain in aws_apigatewayv2_domain_name.download : domain.domain_name => domain.domain_name_configuration[0].target_domain_name }
}

output "download_api_id" {
  description = "Id of the HTTP API that answers the links in e-mails."
  value       = aws_apigatewayv2_api.download.id
}
