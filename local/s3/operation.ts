import type { Answer } from './answer.ts';
import type { S3Request } from './request.ts';
import type { Authentication } from './signature/authenticate.ts';
import type { ObjectStore } from './store/object-store.ts';

export interface OperationContext {
  readonly request: S3Request;
  readonly authentication: Authentication;
  /** That the request was signed for. */
  readonly region: string;
  readonly store: ObjectStore;
  /** Of the parts of an upload, but the last. */
  readonly minimumPartBytes: number;
}

/** One operation of S3. Rejects with an AwsError that says what S3 would. */
export type Operation = (context: OperationContext) => Promise<Answer>;
