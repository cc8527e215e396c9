import * as v from 'valibot';
import { configure, request, signInAs } from '../../examples/client.ts';
import { RecordReadingsDocument } from '../../examples/generated/documents.ts';
import { command } from '../../examples/node.ts';
import { clientOutputs } from '../client-outputs.ts';
import { parseVariables } from '../settings.ts';
import { backfill } from './backfill.ts';
import { readLines } from './lines.ts';
import { patientRecorder } from './recorder.ts';
import { refusedLines } from './refused-lines.ts';

const Variables = v.object({
  FILE: v.pipe(v.optional(v.string(), ''), v.nonEmpty('is not set: give the CSV file, such as FILE=readings.csv')),
  AFTER_LINE: v.pipe(
    v.optional(v.string(), ''),
    v.regex(/^\d{0,15}$/, 'must be the number of a line, as a run that stopped prints it'),
    v.transform(Number),
  ),
  EMAIL: v.optional(v.string(), 'operator@demo.example'),
  PASSWORD: v.optional(v.string(), 'Sonde-demo-1'),
});

/** `make backfill`: records the readings of a CSV file as whoever is signed in. */
await command(async () => {
  const { FILE, AFTER_LINE, EMAIL, PASSWORD } = parseVariables(Variables, process.env);
  configure(await clientOutputs());
  await signInAs(EMAIL, PASSWORD);
  const stop = new AbortController();
  process.once('SIGINT', () => {
    stop.abort(new Error('It was interrupted'));
  });
  const refused = await refusedLines(`${FILE}.refused.csv`, AFTER_LINE > 0);
  const result = await backfill({
    lines: readLines(FILE),
    after: AFTER_LINE,
    record: patientRecorder(async (input) => (await request(RecordReadingsDocument, { input })).recordReadings),
    refused,
    say: console.log,
    signal: stop.signal,
  });
  console.log(
    `${result.stored.toLocaleString('en')} readings are stored, ${result.refused.toLocaleString('en')} lines refused.`,
  );
  if (result.refused > 0) console.log(`The refused lines with the reasons: ${refused.file}`);
  if (result.stopped) {
    const reason = result.stopped.message.replace(/\.$/, '');
    // The first line is the header.
    const hint = `All lines up to ${result.done} are done: run it again, which stores nothing twice, or go on with AFTER_LINE=${result.done}.`;
    throw new Error(result.done > 1 ? `${reason}. ${hint}` : `${reason}.`, { cause: result.stopped });
  }
  // So that a script can tell, too.
  if (result.refused > 0) process.exitCode = 2;
});
