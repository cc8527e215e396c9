import { createHash, randomBytes } from 'node:crypto';

/** The link of a mail: to one file of an export, for one recipient, as long as the export lives. */
export interface DownloadLink {
  organizationId: string;
  exportId: string;
  /** As {@link newSecret} makes it. Whoever has it may download; the row of the export has its hash only. */
  secret: string;
  /** Index in the export's files, from 0. */
  file: number;
}

/** Where the HTTP API answers such links; its parameters are the members of {@link DownloadLink}. */
export const DOWNLOAD_PATH = '/exports/{organizationId}/{exportId}/{secret}/{file}';

const SECRET_BYTES = 32;
/** The form of a secret: 32 bytes in base64url. */
export const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** A secret that nobody can guess. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** SHA-256 of a secret, in hexadecimal: what the row of the export keeps. A hash without salt will do, for secrets are random. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The address to be put into a mail. @param origin of the HTTP API, without a path, such as `https://download.example.com` */
export function downloadUrl(origin: string, { organizationId, exportId, secret, file }: DownloadLink): string {
  return new URL(`/exports/${organizationId}/${exportId}/${secret}/${file}`, origin).href;
}
