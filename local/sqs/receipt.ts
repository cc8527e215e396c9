import { AwsError } from '../shared/aws-error.ts';
import type { IndexEntry } from './message-index.ts';

/** A receipt handle: opaque to consumers, and good for one receive of one message. */
export function issueReceipt(queueId: string, { sequence, receiveCount }: IndexEntry): string {
  return Buffer.from(`${queueId}!${sequence}!${receiveCount}`).toString('base64url');
}

/** Throws `ReceiptHandleIsInvalid` for what this queue has not issued. */
export function readReceipt(handle: string, queueId: string): { sequence: number; receiveCount: number } {
  const [id, sequence, receiveCount] = Buffer.from(handle, 'base64url').toString().split('!');
  if (id !== queueId || sequence === undefined || receiveCount === undefined) {
    throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  }
  return { sequence: Number(sequence), receiveCount: Number(receiveCount) };
}
