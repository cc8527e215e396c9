import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Principal, PrincipalStore } from '../../shared/ports.ts';
import { LOCAL_REGION, type Clock } from '../../shared/service.ts';
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
const SERVICE = 'appsync';
const TOKEN = 'x-amz-security-token';
/** Source: Troubleshoot AWS API requests (IAM User Guide). */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/**
 * Recomputes the request's signature with the secret of the principal that it names, and answers that principal.
 * Rejects with a {@link RequestRefused} in the words of AWS's services. Source: Troubleshoot AWS API requests (IAM User Guide).
 */
export async function verifySignature(
  request: SignedRequest,
  principals: PrincipalStore,
  clock: Clock,
): Promise<Principal> {
  const groups = HEADER.exec(request.headers.authorization ?? '')?.groups;
  if (!groups) throw incomplete(request.headers);
  const { accessKeyId = '', day = '', region = '', service = '', signedHeaders = '', signature = '' } = groups;
  const principal = principals.find(accessKeyId);
  const sessionToken = principal?.sessionToken;
  if (!principal || (sessionToken !== undefined && request.headers[TOKEN] !== sessionToken))
    throw refused('UnrecognizedClientException', 'The security token included in the request is invalid.');

  const signingDate = requireRecent(request.headers, day, clock);
  if (region !== LOCAL_REGION) throw invalid(`Credential should be scoped to a valid region, not '${region}'. `);
  if (service !== SERVICE) throw invalid(`Credential should be scoped to correct service: '${SERVICE}'. `);
  const names = signedHeaders.split(';');
  if (!names.includes('host'))
    throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  if (sessionToken !== undefined && !names.includes(TOKEN)) throw mismatch();
  if (!matchesBody(request)) throw mismatch();
  const expected = await sign(request, principal, { region, names, signingDate });
  if (expected.length !== signature.length || !timingSafeEqual(Buffer.from(expected), Buffer.from(signature)))
    throw mismatch();
  return principal;
}

async function sign(
  { method, path, query, headers, body }: SignedRequest,
  { accessKeyId, secretAccessKey }: Principal,
  { region, names, signingDate }: { region: string; names: readonly string[]; signingDate: Date },
): Promise<string> {
  const signed: Record<string, string> = {};
  for (const name of names) {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (value === undefined) throw mismatch();
    signed[name] = value;
  }
  const sessionToken = signed[TOKEN];
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    region,
    service: SERVICE,
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

function requireRecent(headers: SignedRequest['headers'], day: string, clock: Clock): Date {
  const amzDate = headers['x-amz-date'] ?? '';
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(amzDate);
  if (!parts) throw incomplete(headers);
  if (!amzDate.startsWith(day))
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${amzDate.slice(0, 8)}', from '${amzDate}'.`,
    );
  const [, year, month, date, hour, minute, second] = parts;
  const signed = new Date(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  const now = clock();
  // Neither holds for a date that there is not.
  if (!(signed.getTime() >= now - CLOCK_SKEW_MS))
    throw invalid(
      `Signature expired: ${amzDate} is now earlier than ${basic(now - CLOCK_SKEW_MS)} (${basic(now)} - 5 min.)`,
    );
  if (signed.getTime() > now + CLOCK_SKEW_MS)
    throw invalid(
      `Signature not yet current: ${amzDate} is still later than ${basic(now + CLOCK_SKEW_MS)} (${basic(now)} + 5 min.)`,
    );
  return signed;
}

/** A time as signatures have it, such as `20260102T030405Z`. */
const basic = (time: number): string => new Date(time).toISOString().replace(/[:-]|\.\d{3}/g, '');

/** Says which parts there are not. */
function incomplete({ authorization = '', ...headers }: SignedRequest['headers']): RequestRefused {
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((part) => !authorization.includes(`${part}=`));
  const parts = missing.map((part) => `Authorization header requires '${part}' parameter. `).join('');
  const date = headers['x-amz-date']
    ? ''
    : "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  return refused('IncompleteSignatureException', `${parts}${date}Authorization=${authorization}`);
}

const refused = (errorType: string, message: string) => new RequestRefused(errorType, message, 403);
const invalid = (message: string) => refused('InvalidSignatureException', message);
const mismatch = () =>
  invalid(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
