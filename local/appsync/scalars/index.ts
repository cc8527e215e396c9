import { isIP, isIPv4 } from 'node:net';
import { isScalarType, isSpecifiedScalarType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { install, stringScalar } from './scalar.ts';
import type { AwsScalar } from './scalar.ts';
import { temporalScalars } from './temporal.ts';

export { ScalarError } from './scalar.ts';

/** All of AppSync's scalars. Source: Scalar types in AWS AppSync. */
export const awsScalars: readonly AwsScalar[] = [
  ...temporalScalars,
  stringScalar('AWSEmail', 'email', (text) => /^[^\s@<>"(),:;\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(text)),
  stringScalar('AWSURL', 'URL', isUrl),
  stringScalar('AWSPhone', 'phone number', isPhone),
  stringScalar('AWSIPAddress', 'IP address', isIpAddress),
  { name: 'AWSJSON', noun: 'JSON', parse: parseJson, serialize: (value) => JSON.stringify(value) },
];

/**
 * Gives the scalars of `schema` their behaviour.
 * @throws where the schema has a scalar of its own: AppSync refuses those
 */
export function installScalars(schema: GraphQLSchema): void {
  const known = new Map(awsScalars.map((scalar) => [scalar.name, scalar]));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || isSpecifiedScalarType(type)) continue;
    const scalar = known.get(type.name);
    if (!scalar) throw new Error(`Scalar ${type.name} is not one of AppSync's: it takes no custom scalars`);
    install(scalar, type);
  }
}

function isUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  return !new URL(text).pathname.includes('//');
}

/** With `+`, an international number; without, a North American one. */
function isPhone(text: string): boolean {
  if (!/^\+?[0-9(][0-9 ().-]*$/.test(text)) return false;
  const digits = text.replace(/\D/g, '');
  return text.startsWith('+') ? digits.length >= 7 && digits.length <= 15 : /^1?\d{10}$/.test(digits);
}

function isIpAddress(text: string): boolean {
  const [address = '', suffix, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) return false;
  return suffix === undefined || (/^\d{1,3}$/.test(suffix) && Number(suffix) <= (isIPv4(address) ? 32 : 128));
}

function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
