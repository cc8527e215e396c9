import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { DeadLetters } from './ports.ts';

/** Beside the body, so that both are below what a queue takes. */
const MAX_REASON = 4000;

/** Sends refused messages to a queue, their bodies untouched, the attributes `reason` and `errorType` beside them. */
export function deadLetterQueue(client: SQSClient, queueUrl: string): DeadLetters {
  return {
    async send({ body, errorType, reason }) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: {
            errorType: { DataType: 'String', StringValue: errorType },
            reason: { DataType: 'String', StringValue: sendable(reason) },
          },
        }),
      );
    },
  };
}

/** SQS refuses characters that XML cannot hold. Source: Amazon SQS API Reference, "SendMessage". */
function sendable(text: string): string {
  const short = text.length > MAX_REASON ? `${text.slice(0, MAX_REASON)}…` : text;
  return short.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}');
}
