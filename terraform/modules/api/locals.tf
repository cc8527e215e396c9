locals {
  # By kind and name, for both become AppSync code by the same rule.
  sources = merge(
    { for name, function in var.api.functions : "functions/${name}" => function.code },
    { for name, resolver in var.api.resolvers : "resolvers/${name}" => resolver.code },
  )

  placeholders = toset(flatten([for code in local.sources : regexall("__TABLE_([A-Za-z]+)__", code)]))

  # Every placeholder __TABLE_<table>__ becomes the physical name of its table. What follows a split begins with the table's logical name.
  code = {
    for name, code in local.sources : name => join("", [
      for index, part in split("__TABLE_", code) : index == 0 ? part : join("", [
        var.tables[one(regex("^([A-Za-z]+)__", part))].name,
        replace(part, "/^[A-Za-z]+__/", ""),
      ])
    ])
  }
}
