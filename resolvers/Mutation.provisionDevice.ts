import type { LambdaRequest } from '@aws-appsync/utils';
import type { MutationProvisionDeviceArgs } from '../schema/generated/types.ts';
import { givenCredentials, requestCertificate, type AfterDevice } from './shared/device-credentials.ts';

type Context = AfterDevice<MutationProvisionDeviceArgs>;

export function request(ctx: Context): LambdaRequest {
  return requestCertificate(ctx, 'provision');
}

export function response(ctx: Context): ReturnType<typeof givenCredentials> {
  return givenCredentials(ctx);
}
