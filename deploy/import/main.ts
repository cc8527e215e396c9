import * as v from 'valibot';
import { configure, signInAs } from '../../examples/client.ts';
import type { DeviceImport } from '../../examples/import.ts';
import { download, importDevices, refusedRows } from '../../examples/import.ts';
import { command } from '../../examples/node.ts';
import { clientOutputs } from '../client-outputs.ts';
import { parseVariables } from '../settings.ts';

const Variables = v.object({
  FILE: v.pipe(v.optional(v.string(), ''), v.nonEmpty('is not set: give the CSV file, such as FILE=devices.csv')),
  CREDENTIALS: v.pipe(
    v.optional(v.string(), ''),
    v.picklist(['', '0', '1'], 'must be 1 for devices with certificates, or left out'),
    v.transform((value) => value === '1'),
  ),
  EMAIL: v.optional(v.string(), 'operator@demo.example'),
  PASSWORD: v.optional(v.string(), 'Sonde-demo-1'),
});

/** How many refused rows are shown; the report has all. */
const SHOWN = 20;

/** `make import`: has the devices of a CSV file made as whoever is signed in. */
await command(async () => {
  const { FILE, CREDENTIALS, EMAIL, PASSWORD } = parseVariables(Variables, process.env);
  configure(await clientOutputs());
  await signInAs(EMAIL, PASSWORD);
  const ended = await importDevices(
    FILE,
    { withCredentials: CREDENTIALS },
    ({ status, progress, succeeded, failed }) => {
      console.log(
        `${status} ${progress} %; devices made: ${succeeded.toLocaleString('en')}; rows refused: ${failed.toLocaleString('en')}`,
      );
    },
  );
  if (ended.error) throw new Error(ended.error.message);
  await keepFiles(ended, FILE);
  if (ended.status === 'CANCELLED')
    throw new Error('Somebody has cancelled the import: what was made until then stays.');
  // So that a script can tell, too.
  if (ended.failed > 0) process.exitCode = 2;
});

async function keepFiles({ reportUrl, credentialsUrl, succeeded, failed }: DeviceImport, file: string): Promise<void> {
  console.log(`Devices made: ${succeeded.toLocaleString('en')}; rows refused: ${failed.toLocaleString('en')}.`);
  if (reportUrl === null) return;
  const report = `${file}.report.csv`;
  await download(reportUrl, report);
  const refused = await refusedRows(report);
  for (const { line, name, error } of refused.slice(0, SHOWN)) console.log(`line ${line}, ${name}: ${error}`);
  if (refused.length > SHOWN) console.log(`… and ${(refused.length - SHOWN).toLocaleString('en')} more`);
  console.log(`What became of each row: ${report}`);
  if (credentialsUrl === null) return;
  const credentials = `${file}.credentials.ndjson.gz`;
  await download(credentialsUrl, credentials);
  console.log(`What the devices connect with, keys among it, which nobody can ask for again tomorrow: ${credentials}`);
}
