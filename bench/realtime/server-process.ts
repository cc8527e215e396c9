import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import type { Ready, Usage } from './plan.ts';

/** In a server's process: tells that it is ready, answers every message with what it uses, and ends when it is disconnected. */
export function serveBench(ready: Ready, close: () => Promise<void>): void {
  const collect = collector();
  process.on('message', () => {
    collect();
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const usage: Usage = { rss, heapUsed, processor: user + system };
    process.send?.(usage);
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
