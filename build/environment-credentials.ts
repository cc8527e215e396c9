/**
 * Stands in bundles for `@aws-sdk/credential-provider-node`, whose other sources (profiles, single sign-on, processes, instance metadata) no function
 * has, and which are a quarter of a bundle. Lambda gives a function its role’s credentials by these variables.
 * Source: AWS Lambda Developer Guide, "Working with Lambda environment variables", defined runtime environment variables.
 */
export function defaultProvider() {
  return async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
      throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set');
    return Promise.resolve({
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    });
  };
}
