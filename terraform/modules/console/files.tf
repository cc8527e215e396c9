# Whoever gets a new page can have all that it names: the page is uploaded last, and what only the old one named is deleted after that. A page that is
# open since before asks for what it has not loaded yet by a name that is gone, and is told so (404): by that it knows that there is a newer one.

locals {
  page = "index.html"
}

resource "aws_s3_object" "file" {
  for_each = { for path, file in var.build.files : path => file if path != local.page }

  bucket        = aws_s3_bucket.this.id
  key           = each.key
  source        = "${var.dist}/console/${each.key}"
  source_hash   = each.value.sha256
  content_type  = each.value.contentType
  cache_control = each.value.cacheControl

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_s3_object" "amplify_outputs" {
  bucket        = aws_s3_bucket.this.id
  key           = "amplify_outputs.json"
  content       = var.amplify_outputs
  content_type  = "application/json"
  cache_control = "no-cache"
}

resource "aws_s3_object" "page" {
  bucket        = aws_s3_bucket.this.id
  key           = local.page
  source        = "${var.dist}/console/${local.page}"
  source_hash   = var.build.files[local.page].sha256
  content_type  = var.build.files[local.page].contentType
  cache_control = var.build.files[local.page].cacheControl

  depends_on = [aws_s3_object.file, aws_s3_object.amplify_outputs]
}
