# Uploaded files, reports, and for a day the keys that devices were given. No versions: what is deleted is to be gone.
resource "aws_s3_bucket" "imports" {
  bucket        = "${var.name}-imports-${var.account_id}"
  force_destroy = !var.deletion_protection

  tags = {
    Purpose = "Files of imports of devices, for a day"
  }
}

resource "aws_s3_bucket_public_access_block" "imports" {
  bucket                  = aws_s3_bucket.imports.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "imports" {
  bucket = aws_s3_bucket.imports.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "imports" {
  bucket = aws_s3_bucket.imports.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }

    bucket_key_enabled = var.kms_key_arn != null
  }
}

resource "aws_s3_bucket_policy" "imports" {
  bucket = aws_s3_bucket.imports.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.imports.arn, "${aws_s3_bucket.imports.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  # S3 refuses changes of one bucket at the same time.
  depends_on = [aws_s3_bucket_public_access_block.imports]
}

# What the worker has not removed by then, it never will.
resource "aws_s3_bucket_lifecycle_configuration" "imports" {
  bucket = aws_s3_bucket.imports.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

# For front ends that upload files and read reports. The links that they do it by are signed: where a page is from adds nothing to that.
resource "aws_s3_bucket_cors_configuration" "imports" {
  count = length(var.upload_origins) > 0 ? 1 : 0

  bucket = aws_s3_bucket.imports.id

  cors_rule {
    allowed_origins = var.upload_origins
    allowed_methods = ["GET", "PUT"]
    allowed_headers = ["content-type"]
    max_age_seconds = 3600
  }
}
