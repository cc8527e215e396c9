import { setTimeout as wait } from 'node:timers/promises';
import type { IotAccess } from '../../shared/credentials/access.ts';
import { activate } from '../../shared/credentials/certificates.ts';
import type { MqttEndpoint } from '../../shared/credentials/connection.ts';
import { connectionOf } from '../../shared/credentials/connection.ts';
import type { DeviceKey } from '../../shared/credentials/device.ts';
import { issueCertificate } from '../../shared/credentials/issue.ts';
import { discardCertificates } from '../../shared/credentials/remove.ts';
import { attachedTo, deleteThing } from '../../shared/credentials/things.ts';
import { SondeError } from '../../shared/errors.ts';
import { asError } from '../../shared/logger.ts';
import type { Certificates } from '../ports.ts';
import { Pace } from './pace.ts';

interface Options {
  access: IotAccess;
  server: { mqtt: MqttEndpoint; rootCaUrl: string };
  /** How often a second each operation of AWS IoT may be called. */
  rate: number;
}

/** How often one device is tried that AWS IoT is too busy for, each time after the client's own retries. */
const ATTEMPTS = 4;

/** AWS IoT, with as many devices a second as its quotas allow: each operation has one of its own, and is called once for a device. */
export function iotCertificates({ access, server, rate }: Options): Certificates {
  const issuing = new Pace(rate, wait);
  const activating = new Pace(rate, wait);
  const clearing = new Pace(rate, wait);

  /** Calls at the pace, and again, more slowly, while AWS IoT is too busy. */
  async function paced<T>(pace: Pace, call: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      await pace.turn();
      try {
        const result = await call();
        pace.quicken();
        return result;
      } catch (error) {
        const isBusy = error instanceof SondeError && error.type === 'TimeoutError';
        if (!isBusy || attempt === ATTEMPTS) throw error;
        pace.slow();
      }
    }
  }

  async function clear(device: DeviceKey): Promise<void> {
    const ids = await paced(clearing, () => attachedTo(device, access));
    await discardCertificates(device, ids, access);
  }

  /** What stays is harmless: nobody can connect with it. */
  async function harmlessly(device: DeviceKey, remove: () => Promise<void>): Promise<void> {
    try {
      await remove();
    } catch (error) {
      access.log.warn('A device that was not made is still in AWS IoT', { ...device, error: asError(error) });
    }
  }

  return {
    issue: ({ createdBy, ...device }, signingRequest) =>
      paced(issuing, () => issueCertificate(device, { createdBy, signingRequest }, access)),
    activate: (id) => paced(activating, () => activate(id, access)),
    clear: (device) => harmlessly(device, () => clear(device)),
    discard: (device) =>
      harmlessly(device, async () => {
        await clear(device);
        await deleteThing(device, access);
      }),
    connection: (device) => connectionOf(device, server),
  };
}
