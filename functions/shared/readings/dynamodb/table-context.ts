import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What every request to the table of readings needs. */
export interface TableContext {
  client: DynamoDBClient;
  name: string;
  /** ms since 1970. */
  clock: () => number;
  /** Told what each request consumed. */
  onCapacity: ((consumed: ConsumedCapacity) => void) | undefined;
}

/** Asks DynamoDB to say what a request consumes, where somebody wants to know. */
export function counting({ onCapacity }: TableContext): { ReturnConsumedCapacity?: 'INDEXES' } {
  return onCapacity ? { ReturnConsumedCapacity: 'INDEXES' } : {};
}

/** Passes on what the answer says was consumed. */
export function report(
  { onCapacity }: TableContext,
  consumed: ConsumedCapacity | ConsumedCapacity[] | undefined,
): void {
  if (consumed && onCapacity)
    [consumed].flat().forEach((each) => {
      onCapacity(each);
    });
}
