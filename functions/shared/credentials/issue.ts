import { X509Certificate } from 'node:crypto';
import type { IotAccess } from './access.ts';
import { createCertificate } from './certificates.ts';
import type { DeviceKey } from './device.ts';
import type { CertificateEntry } from './entry.ts';
import { discardCertificates } from './remove.ts';
import { checkSigningRequest } from './signing-request.ts';
import { attach, ensureThing } from './things.ts';

/** Whose certificate is to be made. */
export interface Issue {
  /** The identity that asks for it. */
  createdBy: string;
  /** As PEM. Without one a key is made. */
  signingRequest?: string | undefined;
}

/** A certificate that nobody can connect with yet. */
export interface IssuedCertificate {
  /** For the row of the device. */
  entry: CertificateEntry;
  certificatePem: string;
  /** Null where there was a signing request. It is to be given once, and neither stored nor logged. */
  privateKeyPem: string | null;
}

/**
 * Makes a certificate for a device, and the device's thing where there is none. It is attached to the thing and has the policy, but is INACTIVE:
 * the row of the device, which there may not be yet, is to name it before `activate`. What fails on the way is taken back; where the process
 * ends, an inactive certificate stays behind.
 * @throws SondeError `ValidationError` where the signing request is not as it should be, `TimeoutError` where AWS IoT is too busy
 */
export async function issueCertificate(
  device: DeviceKey,
  { createdBy, signingRequest }: Issue,
  access: IotAccess,
): Promise<IssuedCertificate> {
  const request = signingRequest === undefined ? undefined : checkSigningRequest(signingRequest);
  await ensureThing(device, access);
  const made = await createCertificate(request, access);
  try {
    await attach(device, made.arn, access);
    return {
      entry: { id: made.id, createdBy, createdAt: new Date().toISOString(), expiresAt: expiryOf(made.pem) },
      certificatePem: made.pem,
      privateKeyPem: made.privateKeyPem,
    };
  } catch (error) {
    await discardCertificates(device, [made.id], access);
    throw error;
  }
}

function expiryOf(pem: string): string {
  return new Date(new X509Certificate(pem).validTo).toISOString();
}
