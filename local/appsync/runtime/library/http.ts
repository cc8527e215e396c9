import type { Run } from '../run.ts';
import { anyRecord, isAbsent, read } from './arguments.ts';

/** "HTTP helpers in util.http": headers that are not copied to another endpoint. */
const NOT_COPIED = [
  'transfer-encoding',
  'connection',
  'host',
  'expect',
  'keep-alive',
  'upgrade',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'content-length',
];
/** The same page: what an answer's headers may not be called either. */
const NOT_ADDED = [
  ...NOT_COPIED,
  'access-control-allow-credentials',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'vary',
  'content-type',
];
const RESERVED_PREFIXES = ['x-amzn-', 'x-amz-'];
/** Bytes of all names and values, also of those that a later one of the same name replaced. */
const MAXIMUM_SIZE = 4 * 1024;
/** RFC 9110, "Field Names" and "Field Values". */
const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** "HTTP helpers in util.http". Names of headers are the same in any case of their letters, and sent in small ones, as HTTP/2 sends all. */
export const http = {
  copyHeaders: (_run: Run, headers: unknown) => {
    const entries = Object.entries(read('util.http.copyHeaders', anyRecord, headers));
    return Object.fromEntries(entries.filter(([name]) => !NOT_COPIED.includes(name.toLowerCase())));
  },
  addResponseHeader: (run: Run, name: unknown, value: unknown): void => {
    add(run, name, value);
  },
  addResponseHeaders: (run: Run, headers: unknown): void => {
    for (const [name, value] of Object.entries(read('util.http.addResponseHeaders', anyRecord, headers))) {
      add(run, name, value);
    }
  },
};

/** Sets a header of the answer, or ignores it and appends a `ResponseHeaderError`: the resolver goes on either way. */
function add(run: Run, name: unknown, value: unknown): void {
  const header = typeof name === 'string' ? name.toLowerCase() : '';
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  const problem = isAbsent(value) ? `The response header ${header} has no value` : problemOf(run, header, text);
  if (problem !== undefined) {
    run.appendedErrors.push({ message: problem, errorType: 'ResponseHeaderError', data: null, errorInfo: null });
    return;
  }
  run.responseHeaderSize += sizeOf(header, text);
  run.responseHeaders[header] = text;
}

function problemOf(run: Run, name: string, text: string): string | undefined {
  if (name === '') return 'A response header has no name';
  if (NOT_ADDED.includes(name) || RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)))
    return `The response header ${name} has a restricted name`;
  if (!FIELD_NAME.test(name)) return `The name of the response header ${name} is none in HTTP`;
  if (!FIELD_VALUE.test(text)) return `The value of the response header ${name} is none in HTTP`;
  if (run.responseHeaderSize + sizeOf(name, text) > MAXIMUM_SIZE)
    return `The response header ${name} makes the response headers larger than ${MAXIMUM_SIZE} bytes`;
  return undefined;
}

function sizeOf(name: string, text: string): number {
  return Buffer.byteLength(name) + Buffer.byteLength(text);
}
