import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Principal, PrincipalStore } from '../../shared/ports.ts';
import type { Clock } from '../../shared/service.ts';
import { RequestRefused } from './caller.ts';

/** What a signature is over. For a WebSocket's header object this is the POST that the client pretended to send. */
export interface SignedRequest {
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=(?<accessKeyId>[^/\s]+)\/(?<day>\d{8})\/(?<region>[^/\s]+)\/(?<service>[^/\s]+)\/aws4_request,\s*SignedHeaders=(?<signedHeaders>[^,\s]+),\s*Signature=(?<signature>[0-9a-f]{64})$/;
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/**
 * Recomputes the request's signature with the secret of the principal that it names, and answers that principal.
 * Rejects with a {@link RequestRefused}. Source: Troubleshoot AWS API requests (IAM User Guide).
 */
export async function verifySignature(
  request: SignedRequest,
  principals: PrincipalStore,
  clock: Clock,
): Promise<Principal> {
  const groups = HEADER.exec(request.headers.authorization ?? '')?.groups;
  if (!groups) throw refused('IncompleteSignatureException', 'The Authorization header is not a complete signature.');
  const { accessKeyId = '', day = '', region = '', service = '', signedHeaders = '', signature = '' } = groups;
  const principal = principals.find(accessKeyId);
  if (!principal)
    throw refused('UnrecognizedClientException', 'The security token included in the request is invalid.');

  const signingDate = requireRecent(request.headers['x-amz-date'], day, clock);
  const names = signedHeaders.split(';');
  if (service !== 'appsync' || !names.includes('host') || !matchesBody(request)) throw mismatch();
  const expected = await sign(request, principal, { region, names, signingDate });
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) throw mismatch();
  return principal;
}

async function sign(
  { method, path, query, headers, body }: SignedRequest,
  { accessKeyId, secretAccessKey }: Principal,
  { region, names, signingDate }: { region: string; names: readonly string[]; signingDate: Date },
): Promise<string> {
  const signed: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value === undefined) throw mismatch();
    signed[name] = value;
  }
  const sessionToken = signed['x-amz-security-token'];
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    region,
    service: 'appsync',
    sha256: Sha256,
    applyChecksum: false,
  });
  const result = await signer.sign(
    { method, protocol: 'http:', hostname: headers.host ?? '', path, query: { ...query }, headers: signed, body },
    { signingDate, signableHeaders: new Set(names) },
  );
  return HEADER.exec(result.headers.authorization ?? '')?.groups?.signature ?? '';
}

/** The signer would take the hash that the client gives for true, so it is compared with the body first. */
function matchesBody({ headers, body }: SignedRequest): boolean {
  const given = headers['x-amz-content-sha256'];
  return given === undefined || given === createHash('sha256').update(body).digest('hex');
}

function requireRecent(amzDate: string | undefined, day: string, clock: Clock): Date {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(amzDate ?? '');
  if (!parts || !amzDate?.startsWith(day))
    throw refused('IncompleteSignatureException', 'X-Amz-Date is missing or not a date.');
  const [, year, month, date, hour, minute, second] = parts;
  const signed = new Date(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  if (!(Math.abs(clock() - signed.getTime()) <= CLOCK_SKEW_MS))
    throw refused('InvalidSignatureException', `Signature expired: ${amzDate} is not within five minutes of now.`);
  return signed;
}

const refused = (errorType: string, message: string) => new RequestRefused(errorType, message, 403);
const mismatch = () =>
  refused(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  );
