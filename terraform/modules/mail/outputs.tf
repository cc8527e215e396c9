output "functions" {
  description = "Name, ARN, log group and policy of the functions that this module deploys, by their name in `dist/functions.json`."
  value = {
    mail-feedback   = module.mail_feedback
    send-invitation = module.send_invitation
  }
}

output "identity_arn" {
  description = "ARN of the identity that e-mails are sent as."
  value       = local.identity_arn

  # What is told of it must not be so before it is there.
  depends_on = [aws_sesv2_email_identity.sender]
}

output "configuration_set_arn" {
  description = "ARN of the configuration set that e-mails are sent by: whoever may send as the identity has to be allowed it, too."
  value       = local.configuration_set_arn
}

output "dead_letter_queues" {
  description = "URLs of the dead-letter queues, by queue name."
  value       = { (aws_sqs_queue.dead_letter.name) = aws_sqs_queue.dead_letter.url }
}

output "dns_records" {
  description = "Records to be made in DNS: those of the domain's DKIM keys and of its MAIL FROM domain."
  value       = local.dns_records
}

output "sender" {
  description = "What a person has to do before e-mails go out, and are heard of."
  value = join(" ", [
    !var.manage_identity
    ? "${local.identity} must be an identity that SES has verified in this account and Region, and have the configuration set ${var.name} for its default, without which nobody learns of bounces: aws sesv2 put-email-identity-configuration-set-attributes --region ${var.region} --email-identity ${local.identity} --configuration-set-name ${var.name}."
    : var.domain != null
    ? "E-mails come from ${var.address} once SES has found the DKIM records of ${local.identity} in DNS."
    : "${var.address} must have confirmed the link that SES sent there.",
    "In the sandbox of SES every recipient must be verified, too.",
  ])
}
