/** Where AWS is and who asks: what the environment says, unless given. */
export interface AwsAccess {
  endpoint?: string;
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/**
 * How every AWS client of a function is set up. The SDK retries what was throttled, refused with a 5xx or cut off, with exponential
 * backoff and full jitter. Source: AWS SDKs and Tools Reference Guide, "Retry behavior".
 */
export function clientOptions({ attempts, requestTimeout }: { attempts: number; requestTimeout: number }) {
  return {
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: 1000, requestTimeout, throwOnRequestTimeout: true },
  };
}
