import { randomBytes } from 'node:crypto';
import { mapConcurrently } from '../shared/concurrency.ts';
import { Outside } from './testing/outside.ts';
import { DEVICES, FROM, ORGANIZATION, startWorld } from './testing/world.ts';
const start = BigInt(Date.parse(FROM)) * 1000000n;
const ROWS = Number(process.env.ROWS ?? 3900),
  T = Number(process.env.TB ?? 1400);
const readings = Array.from({ length: ROWS }, (_, index) => ({
  organizationId: ORGANIZATION,
  deviceId: DEVICES[index % 2] ?? '',
  metric: 'note',
  time: start + BigInt(index) * 1000000000n,
  value: index / 8,
  text: randomBytes(T).toString('base64'),
  receivedAt: 1,
}));
const world = await startWorld(readings);
console.log('started', performance.now());
const t0 = performance.now(),
  c0 = process.cpuUsage();
await mapConcurrently(
  Array.from({ length: 24 }, (_, i) => i),
  Number(process.env.C ?? 8),
  async () => {
    const key = await world.request();
    const o = new Outside();
    await world.run(key, o, Date.now);
    process.stdout.write(o.calls.length + ' ');
  },
);
const c = process.cpuUsage(c0);
console.log('runs', performance.now() - t0, c.user / 1000, c.system / 1000);
await world.close();
