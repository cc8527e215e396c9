import type { LambdaRequest } from '@aws-appsync/utils';
import type { MutationRotateDeviceCertificateArgs } from '../schema/generated/types.ts';
import { givenCredentials, requestCertificate, type AfterDevice } from './shared/device-credentials.ts';

type Context = AfterDevice<MutationRotateDeviceCertificateArgs>;

export function request(ctx: Context): LambdaRequest {
  return requestCertificate(ctx, 'rotate');
}

export function response(ctx: Context): ReturnType<typeof givenCredentials> {
  return givenCredentials(ctx);
}
