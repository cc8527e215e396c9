const CACHE_MINUTES = 1440;

/**
 * The answer of DescribeEndpoints: where the request itself went. On AWS an address is the name of a host, whose port is understood; a laptop's
 * port is not, and SDKs differ in what they do. That of Go takes the address as it stands, so that it must have the port. That of JavaScript
 * replaces the name only and keeps the port that it has, also where it has its endpoint from `AWS_ENDPOINT_URL`: to it a port would be a
 * part of the name.
 */
export function endpointsFor(request: Request): object {
  const { host, hostname } = new URL(request.url);
  const keepsPort = (request.headers.get('user-agent') ?? '').includes('aws-sdk-js/');
  return { Endpoints: [{ Address: keepsPort ? hostname : host, CachePeriodInMinutes: CACHE_MINUTES }] };
}
