/** What a consumer in the same process needs of a queue: no HTTP between the stand-ins. */

/** A message attribute as the SQS API has it; a binary value is base64. */
export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: string;
}

export interface ReceivedMessage {
  messageId: string;
  /** Valid until the message is received again. */
  receiptHandle: string;
  body: string;
  /** Hexadecimal. */
  md5OfBody: string;
  /** System attributes, such as `SentTimestamp` and `ApproximateReceiveCount`, all as strings. */
  attributes: Readonly<Record<string, string>>;
  messageAttributes: Readonly<Record<string, MessageAttribute>>;
}

export interface ReceiveOptions {
  /** More than the ten of the ReceiveMessage API are allowed: a poller gathers batches of up to 10,000. */
  maximum: number;
  /** How long to wait for the first message. */
  waitMs: number;
  /** Ends the wait; the answer is then empty. */
  signal?: AbortSignal;
  /** The queue's own time-out unless given. */
  visibilityTimeoutSeconds?: number;
}

/** The consumer's end of a queue. Its methods reject with the AwsError `QueueDoesNotExist` once the queue is deleted. */
export interface QueueSource {
  readonly arn: string;
  visibilityTimeoutSeconds(): number;
  receive(options: ReceiveOptions): Promise<readonly ReceivedMessage[]>;
  delete(receiptHandles: readonly string[]): Promise<void>;
}

/** The queues of the account, by ARN or URL. */
export interface Queues {
  /** Throws the AwsError `QueueDoesNotExist` where there is no such queue. */
  source(queueUrlOrArn: string): QueueSource;
  /** Resolves when the message is durable. Rejects with an AwsError where SendMessage would be refused. */
  deliver(queueUrlOrArn: string, body: string): Promise<void>;
}
