locals {
  # All that a function of devices may have to know. Each gets those that its own configuration schema requires.
  settings = {
    AUDIT_EVENTS_TABLE      = var.tables["auditEvents"].name
    CERTIFICATES_PER_SECOND = tostring(var.certificates_per_second)
    DEVICES_TABLE           = var.tables["devices"].name
    DEVICE_IMPORTS_TABLE    = var.tables["deviceImports"].name
    DEVICE_POLICY           = var.device_policy
    DEVICE_THING_TYPE       = var.device_type
    EXPORT_LEDGER_TABLE     = var.tables["exportLedger"].name
    IMPORTS_BUCKET          = aws_s3_bucket.imports.bucket
    MQTT_ENDPOINT           = "${var.mqtt.host}:${var.mqtt.port}"
    ROOT_CA_URL             = var.mqtt.root_ca_url
  }

  environments = {
    for name, function in var.functions : name => {
      for variable in function.environment : variable => local.settings[variable] if contains(keys(local.settings), variable)
    }
  }

  iot = "arn:${var.partition}:iot:${var.region}:${var.account_id}"

  # Things are named by the ids of devices, and certificates by AWS IoT: what is made at run time has no name yet that a policy could give. Which policy is
  # attached AWS IoT does not look at, only what it is attached to. Source: AWS IoT Core Developer Guide, "How AWS IoT works with IAM", Actions.
  certifying = [
    {
      actions             = ["iot:CreateCertificateFromCsr", "iot:CreateKeysAndCertificate"]
      resources           = ["*"]
      any_resource_reason = "AWS IoT gives these actions no resource: a certificate gets its id when it is made."
    },
    {
      actions = [
        "iot:AttachPolicy", "iot:AttachThingPrincipal", "iot:DeleteCertificate", "iot:DescribeCertificate", "iot:DetachThingPrincipal", "iot:UpdateCertificate",
      ]
      resources = ["${local.iot}:cert/*"]
    },
    { actions = ["iot:CreateThing", "iot:DeleteThing", "iot:ListThingPrincipals", "iot:UpdateThing"], resources = ["${local.iot}:thing/*"] },
  ]

  # With a key of one's own the bucket is encrypted by it, through S3 alone.
  using_files_key = [for key in var.kms_key_arn[*] : {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [key]
    condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" } }
  }]
}

module "device_credentials" {
  source = "../function"

  name                 = "${var.name}-device-credentials"
  manifest             = var.functions["device-credentials"]
  dist                 = var.dist
  environment          = local.environments["device-credentials"]
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  reserved_concurrency = lookup(var.reserved_concurrency, "device-credentials", null)

  statements = concat(local.certifying, [
    # What is open ends with its certificate.
    { actions = ["iot:DeleteConnection"], resources = ["${local.iot}:client/*"] },
    { actions = ["dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:UpdateItem"], resources = [var.tables["devices"].arn] },
    { actions = ["dynamodb:PutItem"], resources = [var.tables["auditEvents"].arn] },
  ])
}
