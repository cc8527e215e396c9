import { once } from 'node:events';
import { resolve } from 'node:path';
import { DEMO_ORGANIZATION, DEMO_PASSWORD, demoPeople } from './demo/people.ts';
import { seedDemo } from './demo/seed.ts';
import { readSettings } from './settings.ts';
import { consoleLog } from './shared/log.ts';
import { writeOutputs } from './stack/outputs.ts';
import { startStack, type Stack } from './stack/stack.ts';

/** `make dev`: starts Sonde, fills it with the demo the first time, and runs until Ctrl-C. */
async function main(): Promise<void> {
  // As on AWS: functions run in threads of this process and share its time zone.
  process.env.TZ = 'UTC';
  const settings = readSettings(process.env);
  const ending = untilSignal();
  const stack = await startStack({ ...settings, dist: resolve('dist'), log: consoleLog });
  try {
    await seedDemo(stack, { directory: settings.directory, log: consoleLog, signal: ending });
    const outputs = await writeOutputs(settings.directory, stack.addresses);
    // The signal may have come at any await before this one.
    if (ending.aborted) return;
    process.stdout.write(greeting(stack, outputs));
    await once(ending, 'abort');
  } finally {
    await stack.close();
  }
}

function greeting({ addresses }: Stack, outputs: string): string {
  const people = demoPeople.map(({ email }) => email).join(', ');
  return `
Sonde is ready. Ctrl-C ends it; what it stores stays.

  GraphQL        ${addresses.graphqlUrl}
  Subscriptions  ${addresses.realtimeUrl}
  MQTT           ${addresses.mqttUrl}    topic dt/sonde/${DEMO_ORGANIZATION.id}/<device id>
  AWS endpoint   ${addresses.awsUrl}
  Mail           ${addresses.mailUrl}
  For Amplify    ${outputs}

  Sign in as     ${people}
  with           ${DEMO_PASSWORD}

In another terminal: \`make example\` tries it all, \`make simulate\` sends readings, \`make token\` prints a token.
`;
}

/** Aborted by the first SIGINT or SIGTERM. A second one does not wait for a clean end. */
function untilSignal(): AbortSignal {
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

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? `\n  because: ${error.cause.message}` : '';
    process.stderr.write(`Sonde could not start: ${error instanceof Error ? error.message : String(error)}${cause}\n`);
    process.exit(1);
  },
);
