import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { DEVICE_LIMITS } from '../../../schema/limits.ts';
import { SondeError } from '../errors.ts';
import type { DerElement } from './der.ts';
import { readElements, TAG } from './der.ts';

const PEM =
  /^-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----\s+([A-Za-z0-9+/=\s]+)-----END (?:NEW )?CERTIFICATE REQUEST-----$/;
/** As OpenSSL names P-256, P-384 and P-521. */
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const RSA_BITS = 2048;
const ALLOWED = `RSA of ${RSA_BITS.toLocaleString('en')} bits or more, or ECDSA on P-256, P-384 or P-521`;

/**
 * Looks at what the schema promises of a certificate signing request: its form, its size and the kind of its key. Whether its signature is good,
 * AWS IoT sees. Source: AWS IoT API Reference, "CreateCertificateFromCsr".
 * @returns it without blanks around it
 * @throws SondeError `ValidationError` that says what would be right
 */
export function checkSigningRequest(text: string): string {
  if (text.length > DEVICE_LIMITS.signingRequest) {
    throw wrong(`it has ${text.length} characters; at most ${DEVICE_LIMITS.signingRequest} are taken`);
  }
  const pem = text.trim();
  const [, base64] = PEM.exec(pem) ?? [];
  if (base64 === undefined) {
    throw wrong(
      'it is not PEM: a line `-----BEGIN CERTIFICATE REQUEST-----`, base64, and `-----END CERTIFICATE REQUEST-----`',
    );
  }
  const key = publicKeyOf(Buffer.from(base64, 'base64'));
  if (!key) throw wrong('what its PEM encodes is no PKCS #10 request with a key');
  const problem = problemOf(key);
  if (problem) throw wrong(`${problem}; ${ALLOWED} is taken`);
  return pem;
}

/**
 * The key that a request asks a certificate for.
 * Source: RFC 2986, section 4: CertificationRequest { CertificationRequestInfo { version, subject, subjectPKInfo, attributes }, algorithm, signature }.
 */
function publicKeyOf(der: Buffer): KeyObject | undefined {
  const [request, ...after] = readElements(der) ?? [];
  const [info, algorithm, signature] = partsOf(request) ?? [];
  const isRequest = algorithm?.tag === TAG.sequence && signature?.tag === TAG.bitString;
  if (!isRequest || after.length > 0) return undefined;
  const [version, subject, key] = partsOf(info) ?? [];
  const isInfo = version?.tag === TAG.integer && subject?.tag === TAG.sequence;
  if (!isInfo || key?.tag !== TAG.sequence) return undefined;
  try {
    return createPublicKey({ key: key.encoded, format: 'der', type: 'spki' });
  } catch {
    // OpenSSL has no other way to say that it is no key, or one of a kind that it does not know.
    return undefined;
  }
}

function partsOf(element: DerElement | undefined): DerElement[] | undefined {
  return element?.tag === TAG.sequence ? readElements(element.content) : undefined;
}

/** What is wrong with a key, in words. */
function problemOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): string | undefined {
  const { modulusLength = 0, namedCurve = 'a curve without a name' } = asymmetricKeyDetails;
  if (asymmetricKeyType === 'rsa') {
    return modulusLength < RSA_BITS ? `its RSA key has ${modulusLength} bits` : undefined;
  }
  if (asymmetricKeyType === 'ec') return CURVES.has(namedCurve) ? undefined : `its key is on ${namedCurve}`;
  return `its key is of the kind ${asymmetricKeyType ?? 'unknown'}`;
}

export function wrong(reason: string): SondeError {
  return new SondeError('ValidationError', `The certificate signing request cannot be taken: ${reason}.`);
}
