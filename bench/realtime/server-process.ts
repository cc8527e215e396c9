import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import type { Memory, Ready } from './plan.ts';

/** In a server's process: tells that it is ready, answers every message with its memory, and ends when it is disconnected. */
export function serveBench(ready: Ready, close: () => Promise<void>): void {
  const collect = collector();
  process.on('message', () => {
    collect();
    const { rss, heapUsed } = process.memoryUsage();
    const memory: Memory = { rss, heapUsed };
    process.send?.(memory);
  });
  process.once('disconnect', () => void close());
  process.send?.(ready);
}

/** Collects garbage. What would let a whole process do so gives it to APPSYNC_JS's realm as well, which may have nothing of that sort. */
function collector(): () => unknown {
  setFlagsFromString('--expose-gc');
  const collect = v.parse(v.function(), runInNewContext('gc'));
  setFlagsFromString('--no-expose-gc');
  return collect;
}
