import { describe, expect, it } from 'vitest';
import { checkSigningRequest } from '../../../functions/shared/credentials/signing-request.ts';
import { makeSelfSigned, makeSigningRequest } from '../../../local/iot/testing/certificates.ts';
import { readRequest } from './signing-request.ts';

const made = await makeSigningRequest();
const { certificatePem } = await makeSelfSigned();

describe('a signing request', () => {
  it.each(['P-256', 'P-384', 'P-521', 'rsa'] as const)(
    'of a key on %s is found, and the API takes it',
    async (kind) => {
      const { request } = await makeSigningRequest({ kind });
      const read = readRequest(`Certificate Request:\n    Data:\n${request.replaceAll('\n', '\r\n')}\r\n`);
      if ('fault' in read) throw new Error(read.fault);
      expect(checkSigningRequest(read.request)).toBe(read.request);
    },
  );

  it.each([
    ['nothing', ' \n', 'empty'],
    ['a certificate', certificatePem, 'certificate'],
    ['a private key', made.privateKey, 'privateKey'],
    ['a request with its private key', `${made.request}\n${made.privateKey}`, 'privateKey'],
    ['a private key that was cut', made.privateKey.slice(0, 90), 'privateKey'],
    ['a public key', made.publicKey, 'publicKey'],
    ['a request that was cut', made.request.slice(0, -30), 'noRequest'],
    ['another text', 'ssh-ed25519 AAAA', 'noRequest'],
    ['no DER', '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----', 'noRequest'],
    ['two of them', `${made.request}\n${made.request}`, 'several'],
    [
      'too much',
      `-----BEGIN CERTIFICATE REQUEST-----\n${'M'.repeat(4096)}\n-----END CERTIFICATE REQUEST-----`,
      'tooLong',
    ],
  ])('is not %s', (_what, text, fault) => {
    expect(readRequest(text)).toEqual({ fault });
  });
});
