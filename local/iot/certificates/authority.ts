import { createPrivateKey, createPublicKey, webcrypto, X509Certificate, type KeyObject } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { replaceFile } from '../../shared/replace-file.ts';
import { generateOwnKeys } from './key-pair.ts';
import { loadX509 } from './x509.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const missingFile = v.object({ code: v.literal('ENOENT') });

/** As AWS has it of the certificates that it makes. */
export const END_OF_VALIDITY = new Date('2049-12-31T23:59:59Z');

export interface CertificateOrder {
  /** A distinguished name, such as `CN=AWS IoT Certificate`. */
  subject: string;
  publicKey: KeyObject;
  notBefore: Date;
  notAfter: Date;
  /** Of a server: the names and addresses that it answers at. A certificate without is a device's. */
  server?: { names: readonly string[]; addresses: readonly string[] };
}

/** Who signs certificates. */
export interface Authority {
  readonly certificatePem: string;
  /** @returns the certificate as PEM */
  issue(order: CertificateOrder): Promise<string>;
}

/** A certificate and its key in one file, as PEM, so that there is never the one without the other. */
export interface Bundle {
  certificatePem: string;
  privateKeyPem: string;
}

/**
 * Opens the authority of a file, which is made where it is missing, and stays as it is from then on.
 * @param name what it calls itself
 */
export async function openAuthority(file: string, name: string): Promise<Authority> {
  const { certificatePem, privateKeyPem } = (await readBundle(file)) ?? (await makeAuthority(file, name));
  const issuer = new X509Certificate(certificatePem);
  let signingKey: Promise<webcrypto.CryptoKey> | undefined;
  return {
    certificatePem,
    async issue(order) {
      signingKey ??= importSigningKey(privateKeyPem);
      const { X509CertificateGenerator, X509Certificate: Certificate } = await loadX509();
      const certificate = await X509CertificateGenerator.create({
        subject: order.subject,
        issuer: new Certificate(issuer.raw).subject,
        notBefore: order.notBefore,
        notAfter: order.notAfter,
        publicKey: spkiOf(order.publicKey),
        signingKey: await signingKey,
        signingAlgorithm: ALGORITHM,
        extensions: await extensionsOf(order, issuer.publicKey),
      });
      return pemOf(certificate);
    },
  };
}

/** @returns nothing where there is no such file */
export async function readBundle(file: string): Promise<Bundle | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  const [certificatePem, privateKeyPem] = ['CERTIFICATE', 'PRIVATE KEY'].map(
    (label) => new RegExp(`-----BEGIN ${label}-----.*?-----END ${label}-----\n`, 's').exec(text)?.[0],
  );
  if (certificatePem === undefined || privateKeyPem === undefined)
    throw new Error(`${file} has no certificate and key that this version can read. Remove it to have new ones made.`);
  return { certificatePem, privateKeyPem };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (v.is(missingFile, error)) return undefined;
    throw error;
  }
}

/** For nobody but the user to read. */
export async function writeBundle(file: string, { certificatePem, privateKeyPem }: Bundle): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await replaceFile(file, `${certificatePem}${privateKeyPem}`, { mode: 0o600 });
}

async function makeAuthority(file: string, name: string): Promise<Bundle> {
  const { privateKey: privateKeyPem } = await generateOwnKeys();
  const { AuthorityKeyIdentifierExtension, BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, ...x509 } =
    await loadX509();
  const publicKey = spkiOf(createPublicKey(privateKeyPem));
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: `CN=${name}`,
    notBefore: new Date(0),
    notAfter: END_OF_VALIDITY,
    publicKey,
    signingKey: await importSigningKey(privateKeyPem),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(publicKey),
    ],
  });
  const bundle = { certificatePem: pemOf(certificate), privateKeyPem };
  await writeBundle(file, bundle);
  return bundle;
}

async function extensionsOf({ publicKey, server }: CertificateOrder, issuerKey: KeyObject) {
  const x509 = await loadX509();
  const names = [
    ...(server?.names ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(server?.addresses ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    await x509.SubjectKeyIdentifierExtension.create(spkiOf(publicKey)),
    await x509.AuthorityKeyIdentifierExtension.create(spkiOf(issuerKey)),
    ...(server
      ? [
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(names),
        ]
      : []),
  ];
}

/** With the end of line that the library leaves out. */
const pemOf = (certificate: { toString(format: 'pem'): string }): string => `${certificate.toString('pem')}\n`;

const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

function importSigningKey(privateKeyPem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(privateKeyPem).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
}
