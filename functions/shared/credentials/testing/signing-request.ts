import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { PemConverter, Pkcs10CertificateRequestGenerator } from '@peculiar/x509';

export const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
export const P384 = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' } as const;
export const P521 = { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' } as const;
export const rsa = (modulusLength: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength,
});

/** A key as a device makes it, and the request for its certificate. Both PEM. */
export async function makeSigningRequest(
  algorithm: typeof P256 | typeof P384 | typeof P521 | ReturnType<typeof rsa> = P256,
): Promise<{ signingRequest: string; privateKeyPem: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=device',
    keys,
    signingAlgorithm: algorithm,
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { signingRequest: request.toString('pem'), privateKeyPem: PemConverter.encode(key, 'PRIVATE KEY') };
}
