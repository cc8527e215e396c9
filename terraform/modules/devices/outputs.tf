output "functions" {
  description = "Name, ARN, log group and policy of the functions that this module deploys, by their name in `dist/functions.json`."
  value = {
    device-credentials  = module.device_credentials
    device-import-files = module.device_import_files
    import-devices      = module.import_devices
  }
}

output "bucket" {
  description = "Name of the bucket of imports."
  value       = aws_s3_bucket.imports.bucket
}

output "bucket_domain_name" {
  description = "Host that files are uploaded to, by the links that the API gives."
  value       = aws_s3_bucket.imports.bucket_regional_domain_name
}

output "deletion_protection" {
  description = "Whether the bucket refuses to be deleted while there is something in it."
  value       = !aws_s3_bucket.imports.force_destroy
}
