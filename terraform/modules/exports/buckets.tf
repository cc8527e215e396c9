locals {
  # By what their names end in. Neither keeps versions: what is deleted is to be gone.
  buckets = {
    # A day longer than the worker, which removes the files of an export when its time is over, and knows that better.
    exports = { days = var.export_days + 1, purpose = "Files of exports" }
    unload  = { days = 1, purpose = "What only the making of an export needs" }
  }
}

# Names of buckets are the whole world's, so that they end in the account. No Region: the roles' names are the account's, and tell environments apart already.
resource "aws_s3_bucket" "this" {
  for_each = local.buckets

  bucket        = "${var.name}-${each.key}-${var.account_id}"
  force_destroy = !var.deletion_protection

  tags = {
    Purpose = each.value.purpose
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = aws_s3_bucket.this

  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [each.value.arn, "${each.value.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  # S3 refuses changes of one bucket at the same time.
  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = local.buckets[each.key].days
    }

    # An upload that was given up is in no list of objects, but is paid for.
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}
