import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { GivenSecret } from '../../functions/service-accounts/services.ts';
import type { ServiceCredentials } from '../../schema/generated/types.ts';
import { organizationOf } from '../shared/caller.ts';
import { publicIdentity } from '../shared/identities.ts';
import type { IdentityRow } from '../shared/rows.ts';
import { secretAnswer } from '../shared/services.ts';

type AfterWrite = Context<unknown, object, { result: IdentityRow }>;

const AFTER_CREATE =
  "The service is there, but nobody knows its secret: ask for another one with rotateServiceSecret, by the id and the version in this error's data.";
const AFTER_ROTATE =
  "Whether the secret that the service had is void cannot be told: ask again, with the version in this error's data.";

/** Gives the service that has just been made, or counted up, another secret, and answers it: this once. */
export function request(ctx: AfterWrite): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { id: identityId, version } = ctx.prev.result;
  return { operation: 'Invoke', payload: { operation: 'giveSecret', organizationId, identityId, version } };
}

export function response(ctx: AfterWrite): ServiceCredentials {
  const service = ctx.prev.result;
  const advice = ctx.info.fieldName === 'createService' ? AFTER_CREATE : AFTER_ROTATE;
  const given = secretAnswer(ctx, advice, service);
  const { secret, secretCreatedAt } = given as GivenSecret;
  return { identity: publicIdentity({ ...service, secretCreatedAt }), username: service.email, secret };
}
