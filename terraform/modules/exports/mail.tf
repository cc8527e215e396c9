# SES asks the address's owner by e-mail whether Sonde may send as them. Until they have said so, no mail goes out.
resource "aws_sesv2_email_identity" "sender" {
  count = var.manage_mail_identity ? 1 : 0

  email_identity = var.mail_from

  tags = {
    Purpose = "Sender of e-mails about exports"
  }
}
