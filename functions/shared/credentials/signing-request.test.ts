import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeSigningRequest } from '../../../local/iot/testing/certificates.ts';
import { SondeError } from '../errors.ts';
import { readElements, TAG } from './der.ts';
import { checkSigningRequest } from './signing-request.ts';

const HEADER = '-----BEGIN CERTIFICATE REQUEST-----';
const FOOTER = '-----END CERTIFICATE REQUEST-----';
const pem = (der: Buffer): string => `${HEADER}\n${der.toString('base64')}\n${FOOTER}\n`;
const refusalOf = (text: string): string => {
  try {
    checkSigningRequest(text);
  } catch (error) {
    if (error instanceof SondeError && error.type === 'ValidationError') return error.message;
    throw error;
  }
  return 'taken';
};

/** An element whose length is below 65,536. */
function element(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

/** A request whose signature is not looked at. */
function requestOf(spki: Buffer): string {
  const info = element(
    TAG.sequence,
    element(TAG.integer, Buffer.from([0])),
    element(TAG.sequence),
    spki,
    element(0xa0),
  );
  return pem(element(TAG.sequence, info, element(TAG.sequence), element(TAG.bitString, Buffer.from([0, 1]))));
}

describe('a certificate signing request', () => {
  let good: string;
  beforeAll(async () => {
    good = (await makeSigningRequest()).request;
  });

  it.each(['P-256', 'P-384', 'P-521', 'rsa'] as const)('is taken with a key of the kind %s', async (kind) => {
    const { request } = await makeSigningRequest({ kind });
    expect(checkSigningRequest(`\n${request}\r\n`)).toBe(request.trim());
  });

  it('is taken as OpenSSL once began it', () => {
    expect(refusalOf(good.replaceAll('CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'))).toBe('taken');
  });

  it.each([
    ['its RSA key has 1024 bits', () => generateKeyPairSync('rsa', { modulusLength: 1024 })],
    ['its key is on secp256k1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
    ['its key is of the kind ed25519', () => generateKeyPairSync('ed25519')],
    ['its key is of the kind rsa-pss', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 })],
  ])('is refused where %s', (reason, generate) => {
    expect(refusalOf(requestOf(generate().publicKey.export({ type: 'spki', format: 'der' })))).toBe(
      `The certificate signing request cannot be taken: ${reason}; RSA of 2,048 bits or more, or ECDSA on P-256, P-384 or P-521 is taken.`,
    );
  });

  it('is refused where it is too long, no PEM, or something else in PEM', () => {
    expect(refusalOf(good + ' '.repeat(4096))).toContain('at most 4096 are taken');
    for (const text of [
      '',
      'x',
      good.replace(FOOTER, ''),
      `${good}x`,
      good.replaceAll('REQUEST', ''),
      `${HEADER}${FOOTER}`,
    ])
      expect(refusalOf(text)).toContain('it is not PEM');
    for (const der of ['', '3000', '308000', '30820000', '3003020100'])
      expect(refusalOf(pem(Buffer.from(der, 'hex')))).toMatch(/it is not PEM|no PKCS #10 request/);
    expect(refusalOf(requestOf(element(TAG.sequence, Buffer.from('no key'))))).toContain('no PKCS #10 request');
  });

  it('is refused wherever it is cut, or has more after it', () => {
    const der = Buffer.from(good.replace(HEADER, '').replace(FOOTER, ''), 'base64');
    for (let length = 1; length < der.length; length++)
      expect(refusalOf(pem(der.subarray(0, length)))).toContain('no PKCS #10 request');
    expect(refusalOf(pem(Buffer.concat([der, Buffer.from([5, 0])])))).toContain('no PKCS #10 request');
  });

  it('is taken or refused, whatever its bytes are', () => {
    const der = Buffer.from(good.replace(HEADER, '').replace(FOOTER, ''), 'base64');
    const change = fc.tuple(fc.nat(der.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const changed = Buffer.from(der);
        for (const [place, byte] of changes) changed[place] = byte;
        refusalOf(pem(changed));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => refusalOf(pem(Buffer.from(bytes))) !== 'taken'),
    );
    fc.assert(fc.property(fc.string(), (text) => refusalOf(text) !== 'taken'));
  });
});

describe('elements of DER', () => {
  it('are read as they were written, one after the other', () => {
    const written = fc.array(fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 300 })));
    fc.assert(
      fc.property(written, (elements) => {
        const bytes = Buffer.concat(elements.map(([tag, content]) => element(tag, Buffer.from(content))));
        const read = readElements(bytes)?.map(({ tag, content }) => [tag, new Uint8Array(content)]);
        expect(read).toEqual(elements);
      }),
    );
  });
});
