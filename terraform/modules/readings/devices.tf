locals {
  # The rule's SQL ends in its topic filter: a fixed prefix, then the organization and the device.
  topic_prefix = one(regex("FROM '([^'+#]+)[+]/[+]'$", local.ingest.iotRule))
}

# For every device alike: the thing's own name and attribute say what it may do. They resolve only for a client whose id is the name of a
# thing that its certificate is attached to.
resource "aws_iot_policy" "device" {
  name = "${var.name}-device"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = ["iot:Connect"]
        Resource  = ["arn:${var.partition}:iot:${var.region}:${var.account_id}:client/$${iot:Connection.Thing.ThingName}"]
        Condition = { Bool = { "iot:Connection.Thing.IsAttached" = "true" } }
      },
      {
        Effect   = "Allow"
        Action   = ["iot:Publish"]
        Resource = ["arn:${var.partition}:iot:${var.region}:${var.account_id}:topic/${local.topic_prefix}$${iot:Connection.Thing.Attributes[organization]}/$${iot:Connection.Thing.ThingName}"]
      },
    ]
  })
}

# What a device is in the registry of AWS IoT. Its name is the device's id, and `organization` whose it is: the policy reads both.
resource "aws_iot_thing_type" "device" {
  name = "${var.name}-device"

  properties {
    description           = "Devices whose messages ${var.name} stores"
    searchable_attributes = ["organization"]
  }
}
