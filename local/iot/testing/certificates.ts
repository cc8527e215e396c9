import { createPublicKey, generateKeyPairSync, webcrypto } from 'node:crypto';
import { loadX509 } from '../certificates/x509.ts';

interface Pem {
  publicKey: string;
  privateKey: string;
}

const ALGORITHMS = {
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  'rsa-1024': { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  ed25519: { name: 'Ed25519' },
} as const;

export type SigningKind = keyof typeof ALGORITHMS;

function generate(kind: SigningKind): Pem {
  const { publicKey, privateKey } = keyPair(kind);
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function keyPair(kind: SigningKind) {
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  if (kind === 'rsa' || kind === 'rsa-1024')
    return generateKeyPairSync('rsa', { modulusLength: kind === 'rsa' ? 2048 : 1024 });
  return generateKeyPairSync('ec', { namedCurve: kind });
}

async function cryptoKeys({ publicKey, privateKey }: Pem, kind: SigningKind) {
  const der = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const { subtle } = webcrypto;
  const algorithm = ALGORITHMS[kind];
  return {
    publicKey: await subtle.importKey('spki', der(publicKey), algorithm, true, ['verify']),
    privateKey: await subtle.importKey('pkcs8', der(privateKey), algorithm, true, ['sign']),
  };
}

/** A signing request (PKCS #10), and its keys, all PEM. */
export async function makeSigningRequest({
  kind = 'P-256',
  subject = 'CN=probe',
}: { kind?: SigningKind; subject?: string } = {}) {
  const { Pkcs10CertificateRequestGenerator } = await loadX509();
  const pem = generate(kind);
  const keys = await cryptoKeys(pem, kind);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: subject,
    keys,
    signingAlgorithm: ALGORITHMS[kind],
  });
  return { ...pem, request: request.toString('pem') };
}

interface SelfSigned {
  kind?: SigningKind;
  subject?: string;
  notBefore?: Date;
  notAfter?: Date;
}

/** A certificate that its own key signed, and its keys, all PEM. It is good for this century unless it is asked for otherwise. */
export async function makeSelfSigned(options: SelfSigned = {}) {
  const {
    kind = 'P-256',
    subject = 'CN=probe',
    notBefore = new Date('2000-01-01'),
    notAfter = new Date('2099-01-01'),
  } = options;
  const { X509CertificateGenerator } = await loadX509();
  const pem = generate(kind);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: subject,
    keys: await cryptoKeys(pem, kind),
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHMS[kind],
  });
  return { ...pem, certificatePem: certificate.toString('pem') };
}

/** Whether a private key is that of a public one, both PEM. */
export const belong = (privateKey: string | undefined, publicKey: string | undefined): boolean =>
  createPublicKey(privateKey ?? '').export({ type: 'spki', format: 'pem' }) === publicKey;
