import { RequestExportDocument, CreateDeviceDocument } from '../../examples/generated/documents.ts';
import type { Role } from '../../schema/generated/types.ts';
import { begun, ended } from './imports.ts';
import type { Organization } from './people.ts';
import { storeReadings } from './readings.ts';
import type { Sonde } from './sonde.ts';

/** What pages are about: one of each. */
export interface Subjects {
  deviceId: string;
  importId: string;
  exportId: string;
  identityId: string;
}

/** A page of the console: where it is, and whose role suffices for it. */
export interface ConsolePage {
  name: string;
  pathOf: (subjects: Subjects) => string;
  role: Role;
}

/** All pages of the console. */
export const PAGES: readonly ConsolePage[] = [
  { name: 'devices', pathOf: () => '/devices', role: 'VIEWER' },
  { name: 'new-device', pathOf: () => '/devices/new', role: 'OPERATOR' },
  { name: 'readings', pathOf: ({ deviceId }) => `/devices/${deviceId}`, role: 'VIEWER' },
  { name: 'details', pathOf: ({ deviceId }) => `/devices/${deviceId}/details`, role: 'VIEWER' },
  { name: 'credentials', pathOf: ({ deviceId }) => `/devices/${deviceId}/credentials`, role: 'VIEWER' },
  { name: 'imports', pathOf: () => '/imports', role: 'OPERATOR' },
  { name: 'new-import', pathOf: () => '/imports/new', role: 'OPERATOR' },
  { name: 'import', pathOf: ({ importId }) => `/imports/${importId}`, role: 'OPERATOR' },
  { name: 'exports', pathOf: () => '/exports', role: 'OPERATOR' },
  { name: 'new-export', pathOf: () => '/exports/new', role: 'OPERATOR' },
  { name: 'export', pathOf: ({ exportId }) => `/exports/${exportId}`, role: 'OPERATOR' },
  { name: 'identities', pathOf: () => '/identities', role: 'ADMINISTRATOR' },
  { name: 'identity', pathOf: ({ identityId }) => `/identities/${identityId}`, role: 'ADMINISTRATOR' },
  { name: 'audit', pathOf: () => '/audit', role: 'ADMINISTRATOR' },
  { name: 'organization', pathOf: () => '/organization', role: 'VIEWER' },
  { name: 'account', pathOf: () => '/account', role: 'VIEWER' },
];

const DAY_MS = 86_400_000;

/** Makes one of everything in an organization: a device with a day of readings, an import and an export that are done. */
export async function makeSubjects(sonde: Sonde, { id, operator, viewer }: Organization): Promise<Subjects> {
  const { createDevice } = await operator.request(CreateDeviceDocument, {
    input: {
      name: 'Mooring buoy',
      location: { latitude: 48.45, longitude: -5.1 },
      metrics: [{ name: 'temperature', unit: 'Cel' }],
    },
  });
  const now = Date.now();
  await storeReadings(
    sonde,
    Array.from({ length: 144 }, (_, index) => ({
      organizationId: id,
      deviceId: createDevice.id,
      metric: 'temperature',
      time: BigInt(now - DAY_MS + index * 600_000) * 1_000_000n,
      value: 12 + 3 * Math.sin(index / 12),
      text: null,
      receivedAt: now,
    })),
  );
  const importId = await begun(operator, 'name\nNorth pier\nSouth pier\n');
  await ended(operator, importId);
  const { requestExport } = await operator.request(RequestExportDocument, {
    input: {
      deviceIds: [createDevice.id],
      from: new Date(now - DAY_MS).toISOString(),
      to: new Date(now).toISOString(),
    },
  });
  return { deviceId: createDevice.id, importId, exportId: requestExport.id, identityId: viewer.identityId };
}
