import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { MutationDeleteDeviceArgs } from '../schema/generated/types.ts';
import { auditItem } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { deviceChanged, deviceKey, publicDevice, type PublicDevice } from './shared/devices.ts';
import type { CertificateEntry, DeviceRow } from './shared/rows.ts';
import { atThisVeryMoment, failedCondition } from './shared/transaction.ts';

interface Stash {
  deleted: DeviceRow;
}

/** A part of a condition. */
interface Same {
  expression: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
}

/** @param ctx with the device as it is now, as the step before answered it */
export function request(
  ctx: Context<MutationDeleteDeviceArgs, Stash, { result: DeviceRow }>,
): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id, expectedVersion } = ctx.args.input;
  const { name, certificates } = ctx.prev.result;
  ctx.stash.deleted = ctx.prev.result;
  // Certificates change without the version, and those that the answer names are the ones that end with the device.
  const same = sameCertificates(certificates ?? []);
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      {
        table: '__TABLE_devices__',
        operation: 'DeleteItem',
        key: util.dynamodb.toMapValues(deviceKey(organizationId, id)),
        condition: {
          expression: `#version = :version AND ${same.expression}`,
          expressionNames: { '#version': 'version', '#certificates': 'certificates', ...same.names },
          expressionValues: util.dynamodb.toMapValues({ ':version': expectedVersion, ...same.values }),
          returnValuesOnConditionCheckFailure: true,
        },
      },
      auditItem(ctx, { targetType: 'Device', targetId: id, details: { name } }),
    ],
  };
}

/** That the row has these certificates, and no others. */
function sameCertificates(certificates: CertificateEntry[]): Same {
  if (certificates.length === 0) {
    const expression = '(attribute_not_exists(#certificates) OR size(#certificates) = :count)';
    return { expression, names: {}, values: { ':count': 0 } };
  }
  const values: Record<string, unknown> = { ':count': certificates.length };
  const each = certificates.map(({ id }, index) => {
    values[`:id${index}`] = id;
    return `#certificates[${index}].#id = :id${index}`;
  });
  return { expression: ['size(#certificates) = :count', ...each].join(' AND '), names: { '#id': 'id' }, values };
}

export function response(ctx: Context<MutationDeleteDeviceArgs, Stash>): PublicDevice {
  const failed = failedCondition(ctx);
  const { id, expectedVersion } = ctx.args.input;
  const current = failed?.item as DeviceRow | null | undefined;
  if (current?.version === expectedVersion) atThisVeryMoment();
  if (failed) deviceChanged(current, id);
  return publicDevice(ctx.stash.deleted);
}
