import { createPublicKey, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { openAuthority, readBundle, writeBundle, type Authority, type Bundle } from './authority.ts';
import { generateOwnKeys } from './key-pair.ts';

const DAY_MS = 86_400_000;
const VALID_DAYS = 365;
/** One that is good for less than this is made anew. */
const LEFT_DAYS = 60;

export interface ServerCertificate extends Bundle {
  /** Of the authority, which devices trust. */
  rootCaPem: string;
}

/**
 * What the broker proves by that it is the one at 127.0.0.1. The authority is made once, and stays; the certificate is made anew before it ends. The real
 * time counts, as it does for those who check it.
 * @param directory where both are kept
 */
export async function openServerCertificate(directory: string): Promise<ServerCertificate> {
  const authority = await openAuthority(join(directory, 'root.pem'), 'Sonde local root');
  const file = join(directory, 'server.pem');
  const kept = await readBundle(file);
  const bundle = kept && isGood(kept) ? kept : await makeCertificate(authority, file);
  return { ...bundle, rootCaPem: authority.certificatePem };
}

function isGood({ certificatePem }: Bundle): boolean {
  return Date.parse(new X509Certificate(certificatePem).validTo) > Date.now() + LEFT_DAYS * DAY_MS;
}

async function makeCertificate(authority: Authority, file: string): Promise<Bundle> {
  const keys = await generateOwnKeys();
  const certificatePem = await authority.issue({
    subject: 'CN=localhost',
    publicKey: createPublicKey(keys.publicKey),
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + VALID_DAYS * DAY_MS),
    server: { names: ['localhost'], addresses: ['127.0.0.1'] },
  });
  const bundle = { certificatePem, privateKeyPem: keys.privateKey };
  await writeBundle(file, bundle);
  return bundle;
}
