import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { organizationOf } from '../shared/caller.ts';
import type { PublicDevice } from '../shared/devices.ts';

type AfterDelete = Context<unknown, object, { result: PublicDevice }>;

/** Has the certificates and the thing of a deleted device removed, and hands on what was answered. */
export function request(ctx: AfterDelete): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { id: deviceId, certificates } = ctx.prev.result;
  return {
    operation: 'Invoke',
    invocationType: 'Event',
    payload: {
      operation: 'remove',
      organizationId,
      deviceId,
      certificateIds: certificates.map(({ id }) => id),
    },
  };
}

export function response(ctx: AfterDelete): PublicDevice {
  // The device is gone, and the caller must learn so: what it publishes is stored no longer.
  if (ctx.error) console.error({ step: 'removeCredentials', error: ctx.error });
  return ctx.prev.result;
}
