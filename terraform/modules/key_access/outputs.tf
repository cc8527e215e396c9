# What a caller needs is what "Key policy for a customer managed key" of the DynamoDB Developer Guide and "Configuring AWS KMS permissions" of the SQS one
# name, without making grants: that is for who makes tables. Only by the services: nobody gets the key itself.
output "statements" {
  description = "What the role's policy must allow, in the form of IAM: one statement, or none."
  value = [for key in var.kms_key_arn[*] : {
    Effect   = "Allow"
    Action   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
    Resource = [key]
    Condition = {
      StringEquals = { "kms:ViaService" = [for service in local.services : "${service}.${split(":", key)[3]}.amazonaws.com"] }
    }
  } if length(local.services) > 0]
}
