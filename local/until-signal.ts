import { once } from 'node:events';
import { consoleLog } from './shared/log.ts';

/** Aborted by the first SIGINT or SIGTERM. A second one does not wait for a clean end. */
export function untilSignal(): AbortSignal {
  const controller = new AbortController();
  const end = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(130);
    consoleLog.info(`\n${signal}: ending. Once more ends at once.`);
    controller.abort();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  return controller.signal;
}

/** Waits for a signal's end, unless it has ended. */
export async function endOf(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
