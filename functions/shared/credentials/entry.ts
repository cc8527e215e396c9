import * as v from 'valibot';

/** A certificate in the row of its device. */
export const CertificateEntry = v.object({
  /** In AWS IoT: the SHA-256 fingerprint, in hexadecimal. */
  id: v.string(),
  /** The identity that asked for it. */
  createdBy: v.string(),
  /** ISO 8601, as is `expiresAt`. */
  createdAt: v.string(),
  expiresAt: v.string(),
});
export type CertificateEntry = v.InferOutput<typeof CertificateEntry>;
