import { DEVICE_LIMITS } from '../../../schema/limits.ts';

/** What a text is instead of a certificate signing request. */
export type RequestFault = 'empty' | 'certificate' | 'privateKey' | 'publicKey' | 'several' | 'tooLong' | 'noRequest';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----\s+([A-Za-z0-9+/=\s]+)-----END \1-----/g;
const REQUESTS: ReadonlySet<string> = new Set(['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']);
/** How DER begins what has members, in base64. Source: ITU-T X.690, 8.9.1. */
const SEQUENCE = 'M';

/**
 * The certificate signing request in a text: what else is there, such as the readable form that OpenSSL writes before it, is left out. Looks at the form
 * alone; the API judges the key.
 */
export function readRequest(text: string): { request: string } | { fault: RequestFault } {
  if (text.trim() === '') return { fault: 'empty' };
  // Wherever a private key is, it must not leave this page.
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) return { fault: 'privateKey' };
  const blocks = [...text.matchAll(BLOCK)].map(([pem, label = '', base64 = '']) => ({ pem, label, base64 }));
  const requests = blocks.filter(({ label }) => REQUESTS.has(label));
  const [found] = requests;
  if (!found) return { fault: otherThan(blocks.map(({ label }) => label)) };
  if (requests.length > 1) return { fault: 'several' };
  if (!found.base64.trim().startsWith(SEQUENCE)) return { fault: 'noRequest' };
  return found.pem.length > DEVICE_LIMITS.signingRequest ? { fault: 'tooLong' } : { request: found.pem };
}

function otherThan(labels: readonly string[]): RequestFault {
  if (labels.some((label) => label.endsWith('CERTIFICATE'))) return 'certificate';
  return labels.some((label) => label.endsWith('PUBLIC KEY')) ? 'publicKey' : 'noRequest';
}
