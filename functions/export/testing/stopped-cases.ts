import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportKey } from '../ports.ts';
import { startDisturbances } from './disturbances.ts';
import type { Disturbances, Stretch } from './disturbances.ts';
import { Outside } from '../../shared/testing/outside.ts';
import type { World } from './world.ts';
import { testClock } from './world.ts';
import type { StartReadings } from './readings.ts';

/** What is left of an export that is stopped at any moment, of any readings store. */
export function describeStops(name: string, startReadings: StartReadings, stretch: Stretch = null): void {
  describe(name, () => {
    let disturbances: Disturbances;
    let world: World;
    beforeAll(async () => {
      disturbances = await startDisturbances(startReadings, stretch);
      ({ world } = disturbances);
    });
    afterAll(() => world.close());

    /** Rejects with what is left of an export. */
    async function nothingLeft(key: ExportKey): Promise<void> {
      const left = [...(await world.objects(key)).keys()];
      if (left.length > 0) throw new Error(`There is still ${left.join(', ')}`);
    }

    describe('an export', () => {
      it('leaves nothing and mails nobody when it is cancelled, at whatever moment', { timeout: 300_000 }, async () => {
        await disturbances.atEveryCall(async (at) => {
          const key = await world.request();
          const clock = testClock();
          const marked: boolean[] = [];
          const cancel = async (): Promise<void> => {
            marked.push(await world.mark(key, 'cancelled'));
          };
          await world.run(key, new Outside(at, cancel), clock.now);
          const row = await disturbances.sweep(key, clock);
          if (!marked.includes(true)) {
            expect(row?.status).toBe('SUCCEEDED');
            return;
          }
          expect(row?.status).toBe('CANCELLED');
          expect([row?.dueAt, row?.lease]).toEqual([undefined, undefined]);
          await nothingLeft(key);
          expect(world.mailsAbout(key)).toEqual([]);
        });
      });

      it('leaves nothing, its row neither, when it is deleted, at whatever moment', { timeout: 300_000 }, async () => {
        await disturbances.atEveryCall(async (at) => {
          const key = await world.request();
          const clock = testClock();
          const marked: boolean[] = [];
          const remove = async (): Promise<void> => {
            marked.push(await world.mark(key, 'deleted'));
          };
          await world.run(key, new Outside(at, remove), clock.now);
          const row = await disturbances.sweep(key, clock);
          // How often the end of an UNLOAD is asked for differs: this worker may have made fewer calls than the undisturbed one.
          if (marked.length === 0) {
            expect(row?.status).toBe('SUCCEEDED');
            return;
          }
          expect(row).toBeUndefined();
          await nothingLeft(key);
        });
      });
    });
  });
}
