import { LOCAL_REGION, type Caller, type Service } from '../shared/service.ts';

/**
 * The one AWS endpoint: sends each request to the service that its SigV4 scope names. Signatures are not checked here, as any credentials
 * will do on a laptop; AppSync checks those of the callers that it lets in.
 */
export function awsEndpoint(services: readonly Service[]): (request: Request, target?: string) => Promise<Response> {
  const byName = new Map(services.map((service) => [service.signingName, service]));
  return async (request, target) => {
    const scope = scopeOf(request);
    const service = byName.get(scope.service);
    if (service) return service.handle(request, { ...scope.caller, ...(target !== undefined && { target }) });
    const known = [...byName.keys()].join(', ');
    const message = scope.service
      ? `The service ${scope.service} is not supported here. What is: ${known}.`
      : `The request is not signed, so no service can be told. Sign it with any AWS credentials; services here: ${known}.`;
    return Response.json({ __type: 'UnrecognizedClientException', message }, { status: 400 });
  };
}

/** Cognito's calls from browsers are not signed; their target, and the path of a pool's public keys, tell them apart. */
function scopeOf(request: Request): { service: string; caller: Caller } {
  const signature =
    request.headers.get('authorization') ?? new URL(request.url).searchParams.get('X-Amz-Credential') ?? '';
  const credential = /(?:^|Credential=)([^/,\s=]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/.exec(signature);
  if (credential) {
    const [, accessKeyId, region = LOCAL_REGION, service = ''] = credential;
    return { service, caller: { accessKeyId, region } };
  }
  return { service: isCognito(request) ? 'cognito-idp' : '', caller: { accessKeyId: undefined, region: LOCAL_REGION } };
}

function isCognito(request: Request): boolean {
  const target = request.headers.get('x-amz-target') ?? '';
  const asked = request.headers.get('access-control-request-headers') ?? '';
  return (
    target.startsWith('AWSCognitoIdentityProviderService.') ||
    asked.toLowerCase().includes('x-amz-target') ||
    new URL(request.url).pathname.includes('/.well-known/')
  );
}
