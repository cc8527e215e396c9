import type { Context, NONERequest } from '@aws-appsync/utils';
import type { MutationPublishReadingsArgs, PublishReadingsInput } from '../schema/generated/types.ts';

export function request(ctx: Context<MutationPublishReadingsArgs>): NONERequest {
  return { payload: ctx.args.input };
}

export function response(ctx: Context<MutationPublishReadingsArgs>): PublishReadingsInput {
  return ctx.result as PublishReadingsInput;
}
