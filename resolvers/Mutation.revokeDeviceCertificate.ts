import type { LambdaRequest } from '@aws-appsync/utils';
import type { MutationRevokeDeviceCertificateArgs } from '../schema/generated/types.ts';
import { auditRow } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { withCertificates, type AfterDevice } from './shared/device-credentials.ts';
import { functionAnswer } from './shared/function-answer.ts';
import type { PublicDevice } from './shared/devices.ts';
import type { CertificateEntry } from './shared/rows.ts';

type Context = AfterDevice<MutationRevokeDeviceCertificateArgs>;

export function request(ctx: Context): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { deviceId, certificateId } = ctx.args.input;
  const audit = auditRow(ctx, { targetType: 'Device', targetId: deviceId });
  return {
    operation: 'Invoke',
    payload: { operation: 'revoke', organizationId, deviceId, audit, certificateId },
  };
}

export function response(ctx: Context): PublicDevice {
  const { certificates } = functionAnswer(ctx) as { certificates: CertificateEntry[] };
  return withCertificates(ctx, certificates);
}
