import { createHash } from 'node:crypto';
import { AwsError } from '../shared/aws-error.ts';
import { invalidParameter } from './errors.ts';
import type { MessageAttribute } from './source.ts';

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** The most a message, and the sum of a batch, may have. Source: Amazon SQS message quotas. */
export const MAXIMUM_MESSAGE_BYTES = 1_048_576;

// Source: Amazon SQS message quotas, "Message content". With the flag u, a lone surrogate is outside of every range.
const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Throws the AwsError that SendMessage answers to a body or attributes that it does not take. */
export function checkMessage(body: string, attributes: MessageAttributes, maximumBytes: number): void {
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (forbidden.test(body)) {
    throw new AwsError('InvalidMessageContents', 'Invalid characters found in the message body.');
  }
  checkAttributes(attributes);
  if (messageBytes(body, attributes) > maximumBytes) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximumBytes} bytes.`,
    );
  }
}

function checkAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > 10) {
    throw invalidParameter('MessageAttributes', names.length, 'Number of message attributes exceeds the limit of 10.');
  }
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!/^[A-Za-z0-9_.-]{1,256}$/.test(name)) {
      throw invalidParameter('MessageAttributes', name, 'A name has up to 256 letters, digits, -, _ and .');
    }
    const kind = attribute.DataType.split('.')[0];
    if (kind !== 'String' && kind !== 'Number' && kind !== 'Binary') {
      throw invalidParameter(
        `MessageAttributes.${name}.DataType`,
        attribute.DataType,
        'Must be String, Number or Binary.',
      );
    }
    const value = kind === 'Binary' ? attribute.BinaryValue : attribute.StringValue;
    if (value === undefined || value === '') {
      throw invalidParameter(`MessageAttributes.${name}`, '', `Must contain a non-empty value of type ${kind}.`);
    }
  }
}

/** Bytes that count towards the size limit: the body, and names, types and values of the attributes. */
export function messageBytes(body: string, attributes: MessageAttributes): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, attribute] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + valueOf(attribute).length;
  }
  return bytes;
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/**
 * MD5 of message attributes, by which SDKs check what they sent and received; `undefined` where there are none.
 * Source: Amazon SQS Developer Guide, "Calculating the MD5 message digest for message attributes".
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    add(Buffer.from(name));
    add(Buffer.from(attribute.DataType));
    hash.update(Buffer.of(isBinary(attribute) ? 2 : 1));
    add(valueOf(attribute));
  }
  return hash.digest('hex');
}

/** The attributes that a ReceiveMessage asks for: by name, by prefix (`weather.*`), or all (`All`, `.*`). */
export function selectAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  if (names.includes('All') || names.includes('.*')) return attributes;
  const wanted = (name: string) =>
    names.some((pattern) => (pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted(name)));
}

function isBinary(attribute: MessageAttribute): boolean {
  return attribute.DataType.split('.')[0] === 'Binary';
}

function valueOf(attribute: MessageAttribute): Buffer {
  return isBinary(attribute)
    ? Buffer.from(attribute.BinaryValue ?? '', 'base64')
    : Buffer.from(attribute.StringValue ?? '');
}
