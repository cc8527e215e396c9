// CloudFront runs this for each request, before it looks into its cache (cloudfront-js-2.0). The console's own addresses, such as /devices/<id>, are
// no files: all of them are answered by its page. What has a dot in its last segment is a file, and not found where it is none.
function handler(event) {
  const { request } = event;
  const lastSegment = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (!lastSegment.includes('.')) request.uri = '/index.html';
  return request;
}
