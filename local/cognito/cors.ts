/** What Cognito lets the scripts of any page read: the SDKs take request ids and error types from there. */
const EXPOSED = 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date';

/** Lets browsers on any origin in, as AWS does: these operations carry no cookies. */
export async function withCors(request: Request, answer: () => Promise<Response>): Promise<Response> {
  if (request.method === 'OPTIONS') {
    return new Response(null, {
      status: 200,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'POST, GET, OPTIONS',
        'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
        'access-control-max-age': '172800',
        vary: 'access-control-request-headers',
      },
    });
  }
  const response = await answer();
  response.headers.set('access-control-allow-origin', '*');
  response.headers.set('access-control-expose-headers', EXPOSED);
  return response;
}
