import { timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import type { Clock } from '../../shared/service.ts';
import { accessDenied, invalidArgument, invalidRequest, s3Error } from '../errors.ts';
import type { S3Request } from '../request.ts';
import { canonicalRequest, signerOf, stringToSign, UNSIGNED_PAYLOAD } from './canonical.ts';
import type { Scope, Signer } from './canonical.ts';

/** What a request's signature says of it. */
export interface Authentication {
  /** SHA-256 in hex, or one of the words that S3 has for a body that is signed otherwise or not at all. */
  readonly payloadHash: string;
  /** For the signatures of chunks; `undefined` where the secret is not known. */
  readonly seed: { readonly signer: Signer; readonly signature: string } | undefined;
}

interface Options {
  /** The secret of a known principal. */
  secretOf: (accessKeyId: string) => string | undefined;
  clock: Clock;
}

interface Claim {
  scope: Scope;
  date: string;
  signedHeaders: readonly string[];
  signature: string;
  payloadHash: string;
}

const SKEW_MS = 15 * 60 * 1000;
const MAXIMUM_EXPIRY_S = 7 * 24 * 60 * 60;

/**
 * Checks who sends a request. Presigned URLs always have to be right. A signature in the header has to be right where its access key is a known
 * principal's; with any other key it is let in unchecked, as any credentials will do on a laptop. Unsigned requests are refused.
 * Source: Authenticating Requests (AWS Signature Version 4) (Amazon S3 API Reference).
 */
export function authenticate(request: S3Request, options: Options): Authentication {
  const authorization = request.headers.get('authorization');
  const presigned = request.query.has('X-Amz-Algorithm') || request.query.has('X-Amz-Signature');
  if (authorization !== null && presigned)
    throw invalidArgument(
      'Authorization',
      authorization,
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  if (presigned) return authenticatePresigned(request, options);
  if (request.query.has('AWSAccessKeyId') || authorization?.startsWith('AWS '))
    throw invalidRequest(
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  if (authorization === null) throw accessDenied();
  return authenticateHeader(request, authorization, options);
}

const HEADER =
  /^AWS4-HMAC-SHA256 +Credential=([^,\s]+)\/(\d{8})\/([^/,\s]+)\/s3\/aws4_request, *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64})$/;

function authenticateHeader(request: S3Request, authorization: string, { secretOf, clock }: Options): Authentication {
  const [, accessKeyId, day, region, signedHeaders, signature] = HEADER.exec(authorization) ?? [];
  if (!accessKeyId || !day || !region || !signedHeaders || !signature)
    throw s3Error('AuthorizationHeaderMalformed', 'The authorization header that you provided is not valid.');
  const payloadHash = request.headers.get('x-amz-content-sha256');
  if (payloadHash === null) throw invalidRequest('Missing required header for this request: x-amz-content-sha256');
  const secret = secretOf(accessKeyId);
  if (secret === undefined) return { payloadHash, seed: undefined };
  const date = request.headers.get('x-amz-date') ?? '';
  const signedAt = timeOf(date);
  if (signedAt === undefined || !date.startsWith(day))
    throw accessDenied('AWS authentication requires a valid Date or x-amz-date header');
  if (Math.abs(clock() - signedAt) > SKEW_MS)
    throw s3Error(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      403,
      {
        RequestTime: date,
        ServerTime: new Date(clock()).toISOString(),
        MaxAllowedSkewMilliseconds: String(SKEW_MS),
      },
    );
  const scope = { accessKeyId, day, region };
  return verify(request, { scope, date, signedHeaders: signedHeaders.split(';'), signature, payloadHash }, secret);
}

const CREDENTIAL = /^([^,\s]+)\/(\d{8})\/([^/,\s]+)\/s3\/aws4_request$/;

const presignedSchema = v.object({
  'X-Amz-Algorithm': v.literal('AWS4-HMAC-SHA256'),
  'X-Amz-Credential': v.pipe(v.string(), v.regex(CREDENTIAL)),
  'X-Amz-Date': v.pipe(v.string(), v.regex(/^\d{8}T\d{6}Z$/)),
  'X-Amz-Expires': v.string(),
  'X-Amz-SignedHeaders': v.pipe(v.string(), v.nonEmpty()),
  'X-Amz-Signature': v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

function authenticatePresigned(request: S3Request, { secretOf, clock }: Options): Authentication {
  const parsed = v.safeParse(presignedSchema, Object.fromEntries(request.query));
  if (!parsed.success)
    throw badParameters(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  const given = parsed.output;
  const [, accessKeyId = '', day = '', region = ''] = CREDENTIAL.exec(given['X-Amz-Credential']) ?? [];
  const signedAt = timeOf(given['X-Amz-Date']);
  if (signedAt === undefined || !given['X-Amz-Date'].startsWith(day))
    throw badParameters("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  requireUnexpired(signedAt, given['X-Amz-Expires'], clock());
  const secret = secretOf(accessKeyId);
  if (secret === undefined)
    throw s3Error('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403, {
      AWSAccessKeyId: accessKeyId,
    });
  return verify(
    request,
    {
      scope: { accessKeyId, day, region },
      date: given['X-Amz-Date'],
      signedHeaders: given['X-Amz-SignedHeaders'].split(';'),
      signature: given['X-Amz-Signature'],
      payloadHash: request.option('x-amz-content-sha256') ?? UNSIGNED_PAYLOAD,
    },
    secret,
  );
}

function requireUnexpired(signedAt: number, expires: string, now: number): void {
  if (!/^-?\d+$/.test(expires)) throw badParameters('X-Amz-Expires should be a number');
  const seconds = Number(expires);
  if (seconds < 0) throw badParameters('X-Amz-Expires must be non-negative');
  if (seconds > MAXIMUM_EXPIRY_S)
    throw badParameters(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MAXIMUM_EXPIRY_S} seconds`,
    );
  if (signedAt - now > SKEW_MS) throw accessDenied('Request is not valid yet');
  const end = signedAt + seconds * 1000;
  if (now > end)
    throw accessDenied('Request has expired', {
      'X-Amz-Expires': expires,
      Expires: new Date(end).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
}

function verify(request: S3Request, claim: Claim, secret: string): Authentication {
  const { scope, date, signedHeaders, signature, payloadHash } = claim;
  const unsigned = [...request.headers.keys()].filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  );
  if (unsigned.length > 0)
    throw accessDenied('There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', '),
    });
  const signer = signerOf(secret, scope, date);
  const canonical = canonicalRequest(request, signedHeaders, payloadHash);
  const text = stringToSign(signer, canonical);
  if (!timingSafeEqual(Buffer.from(signer.sign(text)), Buffer.from(signature)))
    throw signatureMismatch({
      AWSAccessKeyId: scope.accessKeyId,
      StringToSign: text,
      SignatureProvided: signature,
      CanonicalRequest: canonical,
    });
  return { payloadHash, seed: { signer, signature } };
}

export function signatureMismatch(details: Record<string, string> = {}): Error {
  return s3Error(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
    details,
  );
}

const badParameters = (message: string) => s3Error('AuthorizationQueryParametersError', message);

function timeOf(date: string): number | undefined {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}
