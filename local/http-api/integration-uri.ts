/** A function's ARN, alone or in the URI of Lambda's Invoke as the provider and the console write it. */
export const LAMBDA_URI =
  /^(?:arn:aws:apigateway:[a-z0-9-]+:lambda:path\/2015-03-31\/functions\/)?(arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?)(?:\/invocations)?$/;

/** The ARN of the function that an integration invokes. */
export function functionArnOf(integrationUri: string): string {
  return LAMBDA_URI.exec(integrationUri)?.[1] ?? integrationUri;
}
