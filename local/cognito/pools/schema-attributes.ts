import type { PoolIdentity, SchemaAttribute } from './settings.ts';

const text = (name: string, min = '0', max = '2048'): SchemaAttribute => ({
  Name: name,
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength: min, MaxLength: max },
});
const flag = (name: string): SchemaAttribute => ({
  Name: name,
  AttributeDataType: 'Boolean',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
});

/** The OpenID Connect standard attributes, as every pool describes them ("Working with user attributes"). */
const STANDARD: readonly SchemaAttribute[] = [
  { ...text('sub', '1'), Mutable: false, Required: true },
  ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile', 'picture'].map(
    (name) => text(name),
  ),
  ...['website', 'email', 'gender', 'zoneinfo', 'locale', 'phone_number', 'address'].map((name) => text(name)),
  text('birthdate', '10', '10'),
  flag('email_verified'),
  flag('phone_number_verified'),
  {
    Name: 'updated_at',
    AttributeDataType: 'Number',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: '0' },
  },
];
const STANDARD_NAMES = new Set(STANDARD.map(({ Name }) => Name));

export const isStandard = (name: string) => STANDARD_NAMES.has(name);

/** All attributes of a pool: the standard ones as its schema changes them, then its own with the prefix `custom:`. */
export function schemaAttributes({ Schema }: PoolIdentity): readonly SchemaAttribute[] {
  const changed = new Map(Schema.map((attribute) => [attribute.Name, attribute]));
  return [
    ...STANDARD.map((attribute) => ({ ...attribute, ...changed.get(attribute.Name) })),
    ...Schema.filter(({ Name }) => !isStandard(Name)).map((attribute) => ({
      ...attribute,
      Name: `custom:${attribute.Name.replace(/^custom:/, '')}`,
    })),
  ];
}
