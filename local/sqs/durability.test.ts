import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { createSqs } from './sqs.ts';
import type { Sqs } from './sqs.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';

it('keeps every accepted message when the process is killed', async () => {
  const { directory, remove } = await temporaryDirectory();
  const script = fileURLToPath(new URL('testing/sender.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const accepted = new Set<string>();
  for await (const line of createInterface(child.stdout)) {
    accepted.add(line);
    if (accepted.size === 500) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');

  const sqs = await open(directory, Date.now);
  const left = new Set((await drain(sqs)).map(({ body }) => body));
  expect([...accepted].filter((body) => !left.has(body))).toEqual([]);
  await sqs.close();
  await remove();
});

const step = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), delaySeconds: fc.integer({ min: 0, max: 20 }) }),
  fc.record({ kind: fc.constant('receive' as const), maximum: fc.integer({ min: 1, max: 5 }), handle: fc.boolean() }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constant('restart' as const) }),
);

it('delivers every accepted message at least once, and none that was handled', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { directory, remove } = await temporaryDirectory();
      let now = 1_700_000_000_000;
      let sqs = await open(directory, () => now);
      await sqs.call('CreateQueue', { QueueName: 'readings' });
      const accepted: string[] = [];
      const handled = new Set<string>();
      const received = new Set<string>();
      for (const action of steps) {
        if (action.kind === 'send') {
          const body = `message ${accepted.length}`;
          const DelaySeconds = action.delaySeconds;
          await sqs.call('SendMessage', { QueueUrl: 'readings', MessageBody: body, DelaySeconds });
          accepted.push(body);
        } else if (action.kind === 'receive') {
          const source = sqs.source('readings');
          for (const { body, receiptHandle } of await source.receive({ maximum: action.maximum, waitMs: 0 })) {
            expect(handled).not.toContain(body);
            received.add(body);
            if (!action.handle) continue;
            await source.delete([receiptHandle]);
            handled.add(body);
          }
        } else if (action.kind === 'pass') {
          now += action.seconds * 1000;
        } else {
          await sqs.close();
          sqs = await open(directory, () => now);
        }
      }
      now += 60_000;
      const left = (await drain(sqs)).map(({ body }) => body);
      expect(left.filter((body) => handled.has(body))).toEqual([]);
      expect(new Set([...left, ...handled])).toEqual(new Set(accepted));
      expect(left).toHaveLength(new Set(left).size);
      expect([...received].filter((body) => !accepted.includes(body))).toEqual([]);
      await sqs.close();
      await remove();
    }),
    { numRuns: 40 },
  );
});

function open(directory: string, clock: () => number): Promise<Sqs> {
  return createSqs({ directory, log: silentLog, clock, queueUrlBase: () => '' });
}

function drain(sqs: Sqs) {
  return sqs.source('readings').receive({ maximum: 1_000_000, waitMs: 0 });
}
