/**
 * The few things that one stand-in needs of another. Each is an interface here, so that a service can be tested without its neighbours.
 */

/** A function's answer, as the Lambda Invoke API has it. */
export interface InvocationResult {
  /** The handler's return value after a round trip through JSON; `null` for an `Event` invocation. */
  payload: unknown;
  /** Set when the handler threw, timed out or could not be loaded (`FunctionError` of the Invoke API). */
  error?: { errorType: string; errorMessage: string; trace: readonly string[] };
}

/** A service that invokes a function on its own account, as the function's resource policy may let it. */
export interface ServicePrincipal {
  /** Such as `apigateway.amazonaws.com`. */
  service: string;
  /** ARN of the resource that the service acts for. */
  sourceArn: string;
}

export interface LambdaInvoker {
  /**
   * Rejects with an AwsError: `ResourceNotFoundException` where there is no such function, `AccessDeniedException` where its resource policy does not
   * let `by` invoke it.
   * @param functionName its name or ARN
   * @param by absent where the invoker has a role, and has looked at it
   */
  invoke(
    functionName: string,
    event: unknown,
    type?: 'RequestResponse' | 'Event',
    by?: ServicePrincipal,
  ): Promise<InvocationResult>;
}

/** A message that the local mailbox shows at `/mail`. */
export interface Mail {
  from: string;
  /** Addresses without display names, as those in `cc` and `bcc`: together they are whom the mail goes to. */
  to: readonly string[];
  cc?: readonly string[];
  bcc?: readonly string[];
  replyTo?: readonly string[];
  subject: string;
  /** Empty where the mail has HTML only. */
  text: string;
  html?: string;
  /** The sender's own, such as `List-Unsubscribe`. */
  headers?: readonly { name: string; value: string }[];
  /** What is attached; the mailbox keeps no content. */
  attachments?: readonly { name: string; contentType: string; bytes: number }[];
}

export interface MailSink {
  deliver(mail: Mail): Promise<void>;
}

/** A role of IAM, as the services that act by it see it. Its policies are those of the moment of asking. */
export interface Role {
  readonly arn: string;
  /** Whether its trust policy lets a service assume it, such as `lambda.amazonaws.com`. */
  trusts(service: string): boolean;
  /** Whether its policies allow an action, such as `dynamodb:GetItem`, on a resource, named by its ARN. */
  allows(action: string, resource: string): boolean;
}

export interface Roles {
  /** By its ARN. */
  find(arn: string): Role | undefined;
}

/** Who signs requests locally: a session of a role, as each function has one on AWS. */
export interface Principal {
  accessKeyId: string;
  secretAccessKey: string;
  /** What a request of the session must carry, if the session has one. */
  sessionToken?: string;
  /** As `GetCallerIdentity` gives it: `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  arn: string;
  /** As {@link Role.allows}. */
  allows(action: string, resource: string): boolean;
}

export interface PrincipalStore {
  find(accessKeyId: string): Principal | undefined;
}

/** Where a service that writes to S3 on a caller's behalf puts its objects, as Timestream's UNLOAD does. */
export interface ObjectWriter {
  /** Rejects with an AwsError `NoSuchBucket` where there is no such bucket. */
  requireBucket(bucket: string): Promise<void>;
  /** Stores an object, whole or not at all. @returns its size in bytes */
  write(object: { bucket: string; key: string; contentType: string }, body: AsyncIterable<Uint8Array>): Promise<number>;
}
