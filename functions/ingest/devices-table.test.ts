import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { deviceKey } from '../shared/ingestion/ports.ts';
import type { TestTables } from '../shared/testing/dynamodb.ts';
import { startTables } from '../shared/testing/dynamodb.ts';
import { devicesTable } from './devices-table.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const device = (index: number) => `01JZ8Q6V5X3M9T2B7C4D1E0${index.toString().padStart(3, '0')}`;
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({ devices: ['organizationId', 'id'] });
});
afterAll(async () => {
  await tables.close();
});
beforeEach(() => {
  log.error.mockReset();
});

describe('devicesTable', () => {
  const find = (table: string, indexes: number[]) =>
    devicesTable({ client: tables.client, table, log }).find(
      indexes.map((index) => ({ organizationId, deviceId: device(index) })),
    );

  it('finds devices with their metrics and the units of those, any number at once', async () => {
    for (let index = 0; index < 150; index++) {
      const metrics = [
        { name: 'temperature', label: 'Air', unit: 'Cel' },
        { name: 'state', label: null, unit: null },
      ];
      const item = { organizationId, id: device(index), name: 'Roof', metrics, version: 1 };
      await tables.put('devices', item);
    }
    const { known, unavailable } = await find(
      'devices',
      Array.from({ length: 250 }, (_, index) => index),
    );
    expect([known.size, unavailable.size]).toEqual([150, 0]);
    expect(known.get(deviceKey({ organizationId, deviceId: device(149) }))).toEqual({
      metrics: new Map([
        ['temperature', 'Cel'],
        ['state', null],
      ]),
    });
  });

  it('holds up only the device whose row is not as it should be', async () => {
    await tables.put('devices', { organizationId, id: device(900), metrics: 'none' });
    const { known, unavailable } = await find('devices', [1, 900]);
    expect([known.size, [...unavailable]]).toEqual([1, [deviceKey({ organizationId, deviceId: device(900) })]]);
    expect(log.error).toHaveBeenCalledOnce();
  });

  it('says which could not be looked up', async () => {
    const { known, unavailable } = await find('no-such-table', [1]);
    expect([known.size, [...unavailable]]).toEqual([0, [deviceKey({ organizationId, deviceId: device(1) })]]);
    expect(log.error).toHaveBeenCalledOnce();
  });
});
