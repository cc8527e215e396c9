import type { Outputs } from '../examples/client.ts';
import { readOutputs } from '../examples/node.ts';
import { deployedOutputs, readyToRead } from './commands.ts';
import { amplifyOutputs } from './outputs.ts';
import { LOCAL, readSettings } from './settings.ts';

/** Where the environment of `ENV` is, for clients: this machine, where none is named. */
export async function clientOutputs(environment = process.env.ENV ?? LOCAL): Promise<Outputs> {
  if (environment === LOCAL) return readOutputs();
  const values = await deployedOutputs(await readyToRead(readSettings(process.env)), environment);
  return JSON.parse(amplifyOutputs(values)) as Outputs;
}
