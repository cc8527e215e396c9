import { notAuthorized } from '../../common-errors.ts';
import { HandlerFailed, LibraryError, notSupported, type Run } from '../run.ts';
import type { ResolverContext, ResolverError } from '../../types.ts';
import { matches } from '../java-pattern.ts';
import { isAbsent, readNumber, readString } from './arguments.ts';
import { attributeValues } from './dynamodb/attribute-values.ts';
import { toConditionExpression } from './dynamodb/condition-expression.ts';
import { http } from './http.ts';
import { autoId, autoKsuid, autoUlid } from './ids.ts';
import { toElasticsearchQueryDsl } from './open-search.ts';
import { toSubscriptionFilter } from './subscription-filter.ts';
import { base64Decode, base64Encode, escapeJavaScript, normalize, urlDecode, urlEncode } from './text.ts';
import { time } from './time.ts';
import { xml } from './xml.ts';

/** "Built-in utilities" and the pages of the helpers below it. */
export const util = {
  error: (_run: Run, ...values: readonly unknown[]): never => {
    throw new HandlerFailed(toError('util.error', values));
  },
  appendError: ({ appendedErrors }: Run, ...values: readonly unknown[]): void => {
    appendedErrors.push(toError('util.appendError', values));
  },
  unauthorized: ({ context: { info } }: Run): never => {
    throw new HandlerFailed(unauthorized(info));
  },
  matches: (_run: Run, pattern: unknown, value: unknown) =>
    matches(readString('util.matches', pattern), readString('util.matches', value)),
  authType: ({ context: { identity } }: Run) => authTypeOf(identity),
  autoId: ({ host }: Run) => autoId(host),
  autoUlid: ({ host }: Run) => autoUlid(host),
  autoKsuid: ({ host }: Run) => autoKsuid(host),
  escapeJavaScript: text('util.escapeJavaScript', escapeJavaScript),
  urlEncode: text('util.urlEncode', urlEncode),
  urlDecode: text('util.urlDecode', urlDecode),
  base64Encode: text('util.base64Encode', base64Encode),
  base64Decode: text('util.base64Decode', base64Decode),
  time,
  dynamodb: attributeValues,
  transform: {
    toDynamoDBFilterExpression: (_run: Run, filter: unknown) =>
      JSON.stringify(toConditionExpression('util.transform.toDynamoDBFilterExpression', filter)),
    toDynamoDBConditionExpression: (_run: Run, condition: unknown) =>
      JSON.stringify(toConditionExpression('util.transform.toDynamoDBConditionExpression', condition)),
    toSubscriptionFilter: (_run: Run, filter: unknown, ignored: unknown, rules: unknown) =>
      toSubscriptionFilter(filter, ignored, rules),
    toElasticsearchQueryDSL: (_run: Run, filter: unknown) => toElasticsearchQueryDsl(filter),
  },
  str: { normalize: (_run: Run, value: unknown, form: unknown) => normalize(value, form) },
  math: {
    roundNum: (_run: Run, value: unknown) => Math.round(readNumber('util.math.roundNum', value)),
    minVal: (_run: Run, ...values: readonly unknown[]) => Math.min(...twoNumbers('util.math.minVal', values)),
    maxVal: (_run: Run, ...values: readonly unknown[]) => Math.max(...twoNumbers('util.math.maxVal', values)),
    randomDouble: ({ host }: Run) => randomDouble(host.randomBytes(6)),
    randomWithinRange: ({ host }: Run, ...values: readonly unknown[]) => {
      const [start, end] = twoNumbers('util.math.randomWithinRange', values);
      if (end <= start) throw new LibraryError('util.math.randomWithinRange: the range is empty');
      return Math.floor(start + randomDouble(host.randomBytes(6)) * (end - start));
    },
  },
  http,
  xml,
  rds: { toJsonObject: notSupported('util.rds.toJsonObject') },
};

/** What `util.unauthorized` fails a field with. */
export function unauthorized({ fieldName, parentTypeName }: ResolverContext['info']): ResolverError {
  return { ...notAuthorized(parentTypeName, fieldName), data: null, errorInfo: null };
}

/**
 * By the members that identities have ("Resolver context object reference"): those of users are the ones with a name and a user pool's or
 * provider's claims, an API key has none.
 */
function authTypeOf(identity: object | null): string {
  if (!identity) return 'API Key Authorization';
  if ('resolverContext' in identity) return 'Lambda Authorization';
  if (!('claims' in identity)) return 'IAM Authorization';
  return 'username' in identity ? 'User Pool Authorization' : 'Open ID Connect Authorization';
}

function toError(name: string, [message, errorType, data, errorInfo]: readonly unknown[]): ResolverError {
  return {
    message: isAbsent(message) ? '' : readString(name, message),
    errorType: isAbsent(errorType) ? null : readString(name, errorType),
    data: data ?? null,
    errorInfo: errorInfo ?? null,
  };
}

function text(name: string, convert: (value: string) => string): (run: Run, value: unknown) => string {
  return (_run, value) => convert(readString(name, value));
}

function twoNumbers(name: string, [first, second]: readonly unknown[]): [number, number] {
  return [readNumber(name, first), readNumber(name, second)];
}

/** A number from 0 to below 1 with 48 random bits. */
function randomDouble(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => (sum + byte) / 256, 0);
}
