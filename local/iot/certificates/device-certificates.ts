import { X509Certificate, type KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../shared/service.ts';
import { END_OF_VALIDITY, openAuthority, type Authority } from './authority.ts';
import { generateDeviceKeys, isDeviceKey, publicKeyOf, type PemKeyPair } from './key-pair.ts';
import { Slots } from './slots.ts';
import { loadX509 } from './x509.ts';

/** Of a certificate without a name of its own, as AWS IoT has it. */
const SUBJECT = 'CN=AWS IoT Certificate';
/** A device's clock may be behind. */
const CLOCK_SKEW_MS = 120_000;
/** Keys made at once: files are read and written by the same four threads. */
const KEYS_AT_ONCE = Math.min(availableParallelism(), 3);

/** Makes what devices identify themselves by. The authority is made where the first certificate is. */
export class DeviceCertificates {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #keys = new Slots(KEYS_AT_ONCE);
  #authority: Promise<Authority> | undefined;

  /** @param directory where the authority is kept */
  constructor(directory: string, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  async create(): Promise<{ certificate: X509Certificate; keys: PemKeyPair }> {
    const keys = await this.#keys.take(generateDeviceKeys);
    return { certificate: await this.#issue(publicKeyOf(keys.publicKey), SUBJECT), keys };
  }

  /** @throws Error that says what is wrong with the signing request */
  async sign(certificateSigningRequest: string): Promise<X509Certificate> {
    const { Pkcs10CertificateRequest } = await loadX509();
    const request = new Pkcs10CertificateRequest(certificateSigningRequest);
    const key = publicKeyOf(Buffer.from(request.publicKey.rawData));
    if (!isDeviceKey(key)) throw new Error('its key is none of RSA of 2,048 bits or more, P-256, P-384 and P-521');
    if (!(await request.verify())) throw new Error('its signature is not of its key');
    return this.#issue(key, request.subject === '' ? SUBJECT : request.subject);
  }

  async #issue(publicKey: KeyObject, subject: string): Promise<X509Certificate> {
    this.#authority ??= openAuthority(join(this.#directory, 'devices.pem'), 'Sonde local devices');
    const authority = await this.#authority;
    const notBefore = new Date(this.#clock() - CLOCK_SKEW_MS);
    return new X509Certificate(await authority.issue({ subject, publicKey, notBefore, notAfter: END_OF_VALIDITY }));
  }
}

/** SHA-256 of the DER, in hexadecimal. */
export const fingerprint = ({ fingerprint256 }: X509Certificate): string =>
  fingerprint256.replaceAll(':', '').toLowerCase();
