import { invalidParameter, notAuthorized } from '../errors.ts';
import { isStandard, schemaAttributes } from '../pools/schema-attributes.ts';
import type { Client, Pool, User } from '../store.ts';

export type AttributeMap = Readonly<Record<string, string>>;

const NEVER_WRITTEN = ['sub'];
/** Only verification and administrators set these. */
const VERIFIED_FLAGS = ['email_verified', 'phone_number_verified'];

/** Refuses attributes that the pool's schema lacks, or whose values do not fit it. */
export function checkSchema(pool: Pool, attributes: AttributeMap): void {
  const schema = new Map(schemaAttributes(pool.identity).map((attribute) => [attribute.Name, attribute]));
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = schema.get(name);
    if (!attribute) throw nonConforming(`${name}: Attribute does not exist in the schema.`);
    if (NEVER_WRITTEN.includes(name)) throw invalidParameter(`Cannot modify the non-mutable attribute ${name}`);
    const { MinLength = '0', MaxLength = '2048' } = attribute.StringAttributeConstraints ?? {};
    if (attribute.AttributeDataType === 'String' && value !== '' && value.length < Number(MinLength))
      throw nonConforming(`${name}: String must be longer than ${MinLength}`);
    if (attribute.AttributeDataType === 'String' && value.length > Number(MaxLength))
      throw nonConforming(`${name}: String must be no longer than ${MaxLength}`);
    if (attribute.AttributeDataType === 'Boolean' && !['true', 'false'].includes(value))
      throw nonConforming(`${name}: Attribute value must be true or false.`);
    if (attribute.AttributeDataType === 'Number' && !/^-?\d+(\.\d+)?$/.test(value))
      throw nonConforming(`${name}: Attribute value must be a number.`);
  }
  const email = attributes.email;
  if (email !== undefined && !isEmail(email)) throw invalidParameter('Invalid email address format.');
}

/** Refuses a new user who lacks what the schema requires. */
export function checkRequired(pool: Pool, attributes: AttributeMap): void {
  for (const { Name, Required } of schemaAttributes(pool.identity))
    if (Required && Name !== 'sub' && !attributes[Name]) throw nonConforming(`${Name}: The attribute is required`);
}

/** Refuses a change of what may be set only once. */
export function checkMutable(pool: Pool, user: User, attributes: AttributeMap): void {
  for (const { Name, Mutable } of schemaAttributes(pool.identity))
    if (!Mutable && attributes[Name] !== undefined && attributes[Name] !== user.attributes[Name])
      throw invalidParameter(`user.${Name}: Attribute cannot be updated.`);
}

const nonConforming = (what: string) => invalidParameter(`Attributes did not conform to the schema: ${what}\n`);

/** Refuses attributes that an app client may not write. Without a list it writes the standard ones. */
export function checkWritable({ settings }: Client, attributes: AttributeMap): void {
  const writable = settings.WriteAttributes;
  for (const name of Object.keys(attributes)) {
    const allowed = writable ? writable.includes(name) : isStandard(name);
    if (!allowed || VERIFIED_FLAGS.includes(name))
      throw notAuthorized('A client attempted to write unauthorized attribute');
  }
}

/** The attributes that an app client may read, `sub` first. Without a list it reads the standard ones. */
export function readableAttributes({ settings }: Client, { attributes }: User): AttributeMap {
  const readable = settings.ReadAttributes;
  const { sub = '', ...rest } = attributes;
  const allowed = Object.entries(rest).filter(([name]) => (readable ? readable.includes(name) : isStandard(name)));
  return { sub, ...Object.fromEntries(allowed) };
}

/** `[{Name, Value}]`, as answers have it. */
export function describeAttributes(attributes: AttributeMap) {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** Something before one `@`, a domain behind it, no blanks: what Cognito takes for an address. */
export function isEmail(text: string): boolean {
  return text.length <= 2048 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/.test(text);
}
