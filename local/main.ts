import { resolve } from 'node:path';
import { Tracer } from './appsync/trace/tracer.ts';
import { seedDemo } from './demo/seed.ts';
import { greeting } from './greeting.ts';
import { startReload } from './reload/reload.ts';
import { readSettings, stateDirectory, type Settings } from './settings.ts';
import { consoleLog } from './shared/log.ts';
import { writeOutputs } from './stack/outputs.ts';
import { startStack } from './stack/stack.ts';
import { storeNotice } from './store-notice.ts';
import { endOf, untilSignal } from './until-signal.ts';

/** `make dev`: starts Sonde, fills it with the demo the first time, and runs until Ctrl-C. */
async function main(): Promise<void> {
  // As on AWS: functions run in threads of this process and share its time zone.
  process.env.TZ = 'UTC';
  const settings = readSettings(process.env);
  const directory = stateDirectory(settings);
  const ending = untilSignal();
  consoleLog.info(storeNotice(settings));
  const tracer = tracerOf(settings);
  const stack = await startStack({
    ...settings,
    directory,
    dist: resolve('dist'),
    log: consoleLog,
    ...(tracer && { tracer }),
  });
  try {
    await seedDemo(stack, { directory, log: consoleLog, signal: ending });
    // Where the examples find the Sonde that was started last, whatever it keeps readings in.
    const outputs = await writeOutputs(settings.directory, stack.addresses);
    // The signal may have come at any await before this one.
    if (ending.aborted) return;
    process.stdout.write(greeting(stack, outputs));
    const reload = await startReload({ projectRoot: resolve('.'), stack, log: consoleLog });
    await endOf(ending);
    await reload.close();
  } finally {
    await stack.close();
  }
}

function tracerOf({ trace }: Settings): Tracer | undefined {
  return trace === 'off'
    ? undefined
    : new Tracer({
        write: (text) => {
          consoleLog.info(text);
        },
        whole: trace === 'whole',
      });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? `\n  because: ${error.cause.message}` : '';
    process.stderr.write(`Sonde could not start: ${error instanceof Error ? error.message : String(error)}${cause}\n`);
    process.exit(1);
  },
);
