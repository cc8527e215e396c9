import * as v from 'valibot';

const structuredAnswer = v.object({
  statusCode: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
  headers: v.nullish(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), {}),
  cookies: v.nullish(v.array(v.string()), []),
  body: v.nullish(v.string(), ''),
  isBase64Encoded: v.nullish(v.boolean(), false),
});
type StructuredAnswer = v.InferOutput<typeof structuredAnswer>;

const withStatusCode = v.looseObject({ statusCode: v.unknown() });

/** API Gateway sets these itself. The length of a HEAD's answer is what a GET would have, so only the function knows it. */
const NOT_HANDED_ON = ['connection', 'keep-alive', 'transfer-encoding'];
const WITHOUT_BODY = [204, 205, 304];

/**
 * The response that a function's answer means: structured, where it has a `statusCode`, else its JSON as it is, with status 200.
 * Throws for an answer that cannot be a response.
 * Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 */
export function responseOf(payload: unknown, method: string, requestId: string): Response {
  const answer: StructuredAnswer = v.is(withStatusCode, payload)
    ? v.parse(structuredAnswer, payload)
    : {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        cookies: [],
        body: JSON.stringify(payload),
        isBase64Encoded: false,
      };
  const { statusCode, body, isBase64Encoded } = answer;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const headers = headersOf(answer, requestId);
  if (method === 'HEAD') {
    if (!headers.has('content-length')) headers.set('content-length', String(bytes.length));
    return new Response(null, { status: statusCode, headers });
  }
  headers.delete('content-length');
  return new Response(WITHOUT_BODY.includes(statusCode) ? null : bytes, { status: statusCode, headers });
}

/** What API Gateway itself answers, such as `{"message":"Not Found"}`. */
export function gatewayResponse(status: number, message: string, method: string, requestId: string): Response {
  const body = JSON.stringify({ message });
  return responseOf({ statusCode: status, headers: { 'content-type': 'application/json' }, body }, method, requestId);
}

function headersOf(answer: StructuredAnswer, requestId: string): Headers {
  const headers = new Headers({ 'content-type': 'text/plain; charset=utf-8' });
  for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value));
  for (const name of NOT_HANDED_ON) headers.delete(name);
  for (const cookie of answer.cookies) headers.append('set-cookie', cookie);
  headers.set('apigw-requestid', requestId);
  return headers;
}
