import { createInterface } from 'node:readline/promises';
import * as v from 'valibot';
import { administrator } from './administrator.ts';
import { deploy, destroy, outputs, plan } from './commands.ts';
import { eraseReadings } from './readings/erase.ts';
import { rebuildReadings } from './readings/rebuild.ts';
import { expectOnAws, readSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';

const commands = {
  plan,
  deploy,
  destroy,
  outputs,
  administrator,
  'rebuild-readings': rebuildReadings,
  'erase-readings': eraseReadings,
};
const Name = v.picklist([
  'plan',
  'deploy',
  'destroy',
  'outputs',
  'administrator',
  'rebuild-readings',
  'erase-readings',
]);
/** What is done by Terraform, for which this machine is no environment. */
const ON_AWS: readonly string[] = ['plan', 'deploy', 'destroy', 'outputs'];

const terminal: Terminal = {
  say: (text) => process.stdout.write(`${text}\n`),
  confirm: process.stdin.isTTY ? confirm : undefined,
};

async function confirm(question: string, word: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await reader.question(`\n${question} Type ${word} to go ahead: `)).trim() === word;
  } finally {
    reader.close();
  }
}

/** `make plan`, `deploy`, `destroy`, `outputs`, `administrator`, `rebuild-readings` and `erase-readings`. */
try {
  const name = v.parse(Name, process.argv[2]);
  const settings = readSettings(process.env);
  if (ON_AWS.includes(name)) expectOnAws(settings);
  await commands[name](settings, terminal);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
