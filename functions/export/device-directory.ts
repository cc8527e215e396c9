import type { DeviceDirectory } from './csv/series-cells.ts';
import type { Device } from './ports.ts';

/** The devices of an export by their ids. */
export function deviceDirectory(devices: readonly Device[]): DeviceDirectory {
  const byId = new Map(devices.map(({ id, name, units }) => [id, { name, units: new Map(units) }]));
  return { find: (deviceId) => byId.get(deviceId) };
}
