import * as v from 'valibot';

export const functionArn = v.pipe(
  v.string(),
  v.regex(/^arn:aws:lambda:[^:]+:\d{12}:function:[^:]+(?::[^:]+)?$/, 'Expected the ARN of a function'),
);

/**
 * `syncConfig` of a resolver or function: what becomes of a write that names another version of its item than there is.
 * Source: SyncConfig, AWS AppSync API Reference.
 */
export const syncConfig = v.object({
  conflictDetection: v.optional(v.picklist(['VERSION', 'NONE']), 'NONE'),
  conflictHandler: v.optional(v.picklist(['OPTIMISTIC_CONCURRENCY', 'AUTOMERGE', 'LAMBDA', 'NONE']), 'NONE'),
  lambdaConflictHandlerConfig: v.optional(v.object({ lambdaConflictHandlerArn: v.optional(functionArn) })),
});

export type SyncConfig = v.InferOutput<typeof syncConfig>;
