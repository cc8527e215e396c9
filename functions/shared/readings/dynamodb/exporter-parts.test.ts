import { expect, it } from 'vitest';
import type { WindowPart } from './exporter-parts.ts';
import { windowParts } from './exporter-parts.ts';
import { HOUR, hourBegin, hourOf, partitionOf } from './keys.ts';
import { memoryTable } from './testing/memory-table.ts';
import { writeByHand } from './testing/merge-by-hand.ts';
import { DAY, newDevice, NOW, organizationId, reading, source, start } from './testing/read-world.ts';

it('puts the last nanosecond of a window of many days into that window', async () => {
  const window = 366n * DAY;
  const from = start - (start % window);
  const deviceId = newDevice();
  const asked = source(memoryTable(() => NOW));
  const times = [from + window - HOUR, from + window - 1n, from + window];
  await writeByHand(
    times.map((time) => reading(deviceId, { time })),
    asked,
  );
  const pk = partitionOf({ organizationId, deviceId });
  const unmerged = new Set(times.map(hourOf));
  const period = { from: hourBegin(hourOf(from)), to: from + 2n * window };
  const parts: WindowPart[] = [];
  for await (const part of windowParts({ pk, metric: 'a', ...period, window, unmerged, sketches: false }, asked))
    parts.push(part);
  expect(parts.map(({ begin, summary }) => [begin, summary.count])).toEqual([
    [from, 2],
    [from + window, 1],
  ]);
});
