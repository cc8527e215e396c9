import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import * as v from 'valibot';

const generate = promisify(generateKeyPair);

export interface PemKeyPair {
  publicKey: string;
  privateKey: string;
}

/**
 * A key pair as AWS IoT makes it: RSA of 2,048 bits, the public key as SPKI and the private one as PKCS #1, both PEM. It takes a core a tenth of a
 * second, in a thread beside this one.
 */
export function generateDeviceKeys(): Promise<PemKeyPair> {
  return generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
}

/** A key pair of an authority or a server: ECDSA on P-256, which is made and signs at once. */
export function generateOwnKeys(): Promise<PemKeyPair> {
  return generate('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

const supported = v.variant('asymmetricKeyType', [
  v.object({
    asymmetricKeyType: v.picklist(['rsa', 'rsa-pss']),
    asymmetricKeyDetails: v.object({ modulusLength: v.pipe(v.number(), v.minValue(2048)) }),
  }),
  v.object({
    asymmetricKeyType: v.literal('ec'),
    asymmetricKeyDetails: v.object({ namedCurve: v.picklist(['prime256v1', 'secp384r1', 'secp521r1']) }),
  }),
]);

/**
 * Whether devices may have such a key: RSA of 2,048 bits or more, or ECDSA on P-256, P-384 or P-521.
 * Source: AWS IoT API Reference, "CreateCertificateFromCsr".
 */
export function isDeviceKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return v.is(supported, { asymmetricKeyType, asymmetricKeyDetails });
}

/** @param spki PEM, or DER */
export function publicKeyOf(spki: string | Buffer): KeyObject {
  return createPublicKey(typeof spki === 'string' ? spki : { key: spki, format: 'der', type: 'spki' });
}
