import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { clientOptions } from '../aws-client.ts';
import { SondeError } from '../errors.ts';
import type { Log } from '../logger.ts';

/** AWS IoT, as devices' certificates need it. */
export interface IotAccess {
  iot: IoTClient;
  data: IoTDataPlaneClient;
  /** The policy of all devices. */
  policy: string;
  /** The type of their things. */
  thingType: string;
  /** Ends what is not done in time. */
  signal?: AbortSignal;
  log: Log;
}

/** What AWS IoT says of what is not there. */
export const MISSING = 'ResourceNotFoundException';
/** Throttled to the end, or out of time. */
const BUSY: ReadonlySet<string> = new Set([
  'AbortError',
  'TimeoutError',
  'ThrottlingException',
  'ServiceUnavailableException',
]);

/**
 * Access with the function's own role. AWS IoT takes 10 to 15 calls a second of most kinds from an account, so that what is throttled is asked
 * again more often than elsewhere. Source: AWS General Reference, "AWS IoT Core endpoints and quotas".
 */
export function iotAccess(settings: Pick<IotAccess, 'policy' | 'thingType' | 'log'>): IotAccess {
  const options = clientOptions({ attempts: 6, requestTimeout: 5000 });
  return { iot: new IoTClient(options), data: new IoTDataPlaneClient(options), ...settings };
}

/** What every request is sent with. */
export function sending({ signal }: IotAccess): { abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}

/**
 * Calls AWS IoT.
 * @param accepted exceptions, by their names, that mean that there is nothing to answer
 * @throws SondeError `TimeoutError` where it was throttled to the end, or the time was up
 */
export async function ask<T>(call: () => Promise<T>, ...accepted: string[]): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (accepted.includes(name)) return undefined;
    if (!BUSY.has(name)) throw error;
    const message = 'AWS IoT could not be asked at this moment; ask again in a minute';
    throw new SondeError('TimeoutError', message, { cause: error });
  }
}
