import { ConsoleLogger } from 'aws-amplify/utils';
import { readFile } from 'node:fs/promises';
import { WebSocket } from 'ws';
import type { Outputs } from './client.ts';

/** What Node needs for what a browser has, or a front end's own build does: the other examples run in a terminal. */

// Node has one of its own from version 22 on. The same one everywhere is one thing less that can differ.
Object.assign(globalThis, { WebSocket });

/** Reads the file that `make dev` writes for clients. A front end imports it instead. */
export async function readOutputs(
  file = `${process.env.SONDE_DATA ?? '.sonde'}/amplify_outputs.json`,
): Promise<Outputs> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`${file} is not there: start Sonde first, with \`make dev\` in another terminal`, { cause: error });
  });
  return JSON.parse(text) as Outputs;
}

/** Runs a command: what goes wrong is a line for a person, and the exit code 1. */
export async function command(run: () => Promise<void>): Promise<void> {
  // Amplify warns of every user pool that is not at AWS.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  try {
    await run();
  } catch (error) {
    // What the API refuses, Amplify throws as `{data, errors}`.
    const message = error instanceof Error ? error.message : JSON.stringify(error);
    const hint = error instanceof Error && error.name === 'NetworkError' ? ' Is Sonde running (`make dev`)?' : '';
    process.stderr.write(`${message}${hint}\n`);
    process.exit(1);
  }
}

/** Runs a command that is done when its function is: after a subscription a timer of Amplify would hold the process for another quarter of a minute. */
export async function endingCommand(run: () => Promise<void>): Promise<void> {
  await command(run);
  process.exit();
}
