import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { Credentials } from '../../functions/device-credentials/grant.ts';
import type { MutationProvisionDeviceArgs } from '../../schema/generated/types.ts';
import { auditRow } from './audit.ts';
import { organizationOf } from './caller.ts';
import { publicDevice, type PublicDevice } from './devices.ts';
import { functionAnswer } from './function-answer.ts';
import type { CertificateEntry, DeviceRow } from './rows.ts';

/** After the steps that find the device and its newest readings: what fails now could no longer be given to anybody again. */
export type AfterDevice<Arguments> = Context<Arguments, object, { result: DeviceRow }>;

/** The device, as it is with the certificates that it has now. */
export function withCertificates(ctx: AfterDevice<unknown>, certificates: CertificateEntry[]): PublicDevice {
  return publicDevice({ ...ctx.prev.result, certificates });
}

/** Asks for a certificate beside those that the device has, or instead of them. */
export function requestCertificate(
  ctx: AfterDevice<MutationProvisionDeviceArgs>,
  operation: 'provision' | 'rotate',
): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { deviceId, certificateSigningRequest } = ctx.args.input;
  const details = { ofSigningRequest: !!certificateSigningRequest };
  const audit = auditRow(ctx, { targetType: 'Device', targetId: deviceId, details });
  return {
    operation: 'Invoke',
    payload: { operation, organizationId, deviceId, audit, certificateSigningRequest },
  };
}

/** What the device needs to connect, and the device with its new certificate. */
export function givenCredentials(
  ctx: AfterDevice<unknown>,
): Omit<Credentials, 'certificates'> & { device: PublicDevice } {
  const { certificates, ...credentials } = functionAnswer(ctx) as Credentials;
  return { ...credentials, device: withCertificates(ctx, certificates) };
}
