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

export interface LambdaInvoker {
  /** Rejects with an AwsError `ResourceNotFoundException` where there is no such function. */
  invoke(functionName: string, event: unknown, type?: 'RequestResponse' | 'Event'): Promise<InvocationResult>;
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

/** The principals that sign requests locally: one for each function, as its execution role is on AWS. */
export interface Principal {
  accessKeyId: string;
  secretAccessKey: string;
  /** As `GetCallerIdentity` gives it: `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  arn: string;
  /** GraphQL fields that its role may call with `appsync:GraphQL`, such as `Mutation.publishReadings`. */
  graphqlFields: readonly string[];
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
