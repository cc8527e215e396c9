locals {
  identity     = coalesce(var.domain, var.address)
  identity_arn = "arn:${var.partition}:ses:${var.region}:${var.account_id}:identity/${local.identity}"
  domains      = var.manage_identity ? toset(var.domain[*]) : toset([])

  # Where bounces are to be returned to, below the domain, so that SPF is by a name of one's own, too.
  mail_from_domains = { for domain in local.domains : domain => "${var.mail_from_subdomain}.${domain}" if var.mail_from_subdomain != null }
}

# An address: SES asks its owner by e-mail whether Sonde may send as them. A domain: the records of its DKIM keys in DNS say so. Until then no mail goes out.
resource "aws_sesv2_email_identity" "sender" {
  count = var.manage_identity ? 1 : 0

  email_identity         = local.identity
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name

  # An address is signed for by its domain, if that is an identity, too.
  dynamic "dkim_signing_attributes" {
    for_each = local.domains

    content {
      next_signing_key_length = "RSA_2048_BIT"
    }
  }

  tags = {
    Purpose = "Sender of Sonde's e-mails"
  }
}

resource "aws_sesv2_email_identity_mail_from_attributes" "sender" {
  for_each = local.mail_from_domains

  email_identity         = aws_sesv2_email_identity.sender[0].email_identity
  mail_from_domain       = each.value
  behavior_on_mx_failure = "USE_DEFAULT_VALUE" # Mail goes out before the records are there, too.
}

locals {
  # GovCloud keeps its keys in a domain of its own. Source: AWS General Reference, "Amazon Simple Email Service endpoints and quotas", DKIM domains.
  dkim_domain = var.region == "us-gov-west-1" ? "dkim.us-gov-west-1.amazonses.com" : "dkim.amazonses.com"
  dkim_tokens = { for domain in local.domains : domain => aws_sesv2_email_identity.sender[0].dkim_signing_attributes[0].tokens }

  dns_records = concat(
    flatten([
      for domain, tokens in local.dkim_tokens : [
        for token in tokens : { name = "${token}._domainkey.${domain}", type = "CNAME", value = "${token}.${local.dkim_domain}" }
      ]
    ]),
    flatten([
      for name in values(local.mail_from_domains) : [
        { name = name, type = "MX", value = "10 feedback-smtp.${var.region}.amazonses.com" },
        { name = name, type = "TXT", value = "v=spf1 include:amazonses.com ~all" },
      ]
    ]),
  )
}
