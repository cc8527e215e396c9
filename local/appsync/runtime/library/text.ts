import * as v from 'valibot';
import { LibraryError } from '../run.ts';
import { read } from './arguments.ts';

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
};

/** Escapes quotes, slashes, control characters and all that is not ASCII. */
export function escapeJavaScript(value: string): string {
  return value.replace(/['"\\/]|[^ -\x7f]/g, (character) => {
    if (/['"\\/]/.test(character)) return `\\${character}`;
    return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** `application/x-www-form-urlencoded`: a space is `+`, `. - * _` stay, half a surrogate pair is `?`. */
export function urlEncode(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '?'))
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function urlDecode(value: string): string {
  try {
    return decodeURIComponent(value.replace(/\+/g, ' '));
  } catch (error) {
    if (error instanceof URIError) throw new LibraryError(`util.urlDecode: not URL-encoded: ${value}`);
    throw error;
  }
}

export function base64Encode(value: string): string {
  return Buffer.from(value, 'utf8').toString('base64');
}

export function base64Decode(value: string): string {
  return Buffer.from(value, 'base64').toString('utf8');
}

export function normalize(value: unknown, form: unknown): string {
  const name = read('util.str.normalize', v.picklist(['nfc', 'nfd', 'nfkc', 'nfkd']), form);
  return read('util.str.normalize', v.string(), value).normalize(name.toUpperCase());
}
