import type { DeviceKey } from '../shared/credentials/device.ts';
import { SondeError } from '../shared/errors.ts';

/** As resolvers say it. */
export function deviceNotFound({ deviceId }: DeviceKey): SondeError {
  return new SondeError('NotFoundError', `There is no device with the id "${deviceId}".`);
}

export function changedMeanwhile(): SondeError {
  const message =
    'Somebody else changed the certificates of the device at this very moment. Look at it, and ask again.';
  return new SondeError('ConflictError', message);
}
