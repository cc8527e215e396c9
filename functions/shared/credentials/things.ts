import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateThingCommand,
  DeleteThingCommand,
  DetachThingPrincipalCommand,
  paginateListThingPrincipals,
  ResourceAlreadyExistsException,
  UpdateThingCommand,
} from '@aws-sdk/client-iot';
import { DeleteConnectionCommand } from '@aws-sdk/client-iot-data-plane';
import { SondeError } from '../errors.ts';
import type { IotAccess } from './access.ts';
import { ask, MISSING, sending } from './access.ts';
import type { DeviceKey } from './device.ts';
import { patiently } from './patiently.ts';

/** Makes the thing of a device, unless it is there. One that somebody made by hand keeps what else it has. */
export async function ensureThing({ organizationId, deviceId }: DeviceKey, access: IotAccess): Promise<void> {
  const attributes = { organization: organizationId };
  const create = new CreateThingCommand({
    thingName: deviceId,
    thingTypeName: access.thingType,
    attributePayload: { attributes },
  });
  try {
    await ask(() => access.iot.send(create, sending(access)));
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    const update = new UpdateThingCommand({ thingName: deviceId, attributePayload: { attributes, merge: true } });
    await ask(() => access.iot.send(update, sending(access)));
  }
}

/**
 * Lets a certificate, once it is active, do what the thing of a device may.
 * @throws SondeError `ConflictError` where somebody has removed the one or the other meanwhile
 */
export async function attach({ deviceId }: DeviceKey, certificateArn: string, access: IotAccess): Promise<void> {
  // First the thing: by it a certificate is found that somebody leaves behind here.
  const thing = new AttachThingPrincipalCommand({ thingName: deviceId, principal: certificateArn });
  const policy = new AttachPolicyCommand({ policyName: access.policy, target: certificateArn });
  const isAttached =
    (await ask(() => access.iot.send(thing, sending(access)), MISSING)) &&
    (await ask(() => access.iot.send(policy, sending(access)), MISSING));
  if (isAttached) return;
  throw new SondeError('ConflictError', 'Somebody else changed the certificates of the device at this very moment.');
}

/** The ids of the certificates that are attached to the thing of a device. */
export async function attachedTo({ deviceId }: DeviceKey, access: IotAccess): Promise<string[]> {
  const pages = paginateListThingPrincipals({ client: access.iot }, { thingName: deviceId }, sending(access));
  const list = async (): Promise<string[]> => {
    const principals: string[] = [];
    for await (const page of pages) principals.push(...(page.principals ?? []));
    return principals;
  };
  const principals = (await ask(list, MISSING)) ?? [];
  return principals.flatMap((arn) => /:cert\/([0-9a-f]+)$/.exec(arn)?.[1] ?? []);
}

/** One that is not attached, or gone, is as good. */
export async function detach({ deviceId }: DeviceKey, certificateArn: string, access: IotAccess): Promise<void> {
  const command = new DetachThingPrincipalCommand({ thingName: deviceId, principal: certificateArn });
  await ask(() => access.iot.send(command, sending(access)), MISSING);
}

/** Deletes the thing of a device once its last certificate no longer counts as attached. One that is gone is as good. */
export async function deleteThing({ deviceId }: DeviceKey, access: IotAccess): Promise<void> {
  const command = new DeleteThingCommand({ thingName: deviceId });
  await patiently(['InvalidRequestException'], access, () =>
    ask(() => access.iot.send(command, sending(access)), MISSING),
  );
}

/** Ends the connection that a device has open, if it has one. */
export async function endConnection({ deviceId }: DeviceKey, access: IotAccess): Promise<void> {
  const command = new DeleteConnectionCommand({ clientId: deviceId });
  await ask(() => access.data.send(command, sending(access)), MISSING);
}
