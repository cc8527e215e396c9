import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { command } from '../../examples/node.ts';
import type { Log } from '../../functions/shared/logger.ts';
import type { ReadingsLocation } from '../../functions/shared/readings/location.ts';
import { createReader } from '../../functions/shared/readings/reader.ts';
import { createWriter } from '../../functions/shared/readings/writer.ts';
import { formatTime, fromMilliseconds, type Nanoseconds } from '../../functions/shared/time.ts';
import { LOCAL, readSettings } from '../settings.ts';
import { Checkpoint } from './checkpoint.ts';
import { devicesOf } from './devices.ts';
import { DifferencesFile } from './differences.ts';
import { migrate, type MigrationOptions } from './migrate.ts';
import { patientSource, patientTarget } from './patient.ts';
import { deployedPlaces, localPlaces, storeOf } from './places.ts';
import { isComplete, progressLine, report } from './report.ts';
import { type MigrationSettings, readMigration, receivedAtOf } from './settings.ts';
import type { Stores } from './transfer.ts';

/** How long a request to write some thousand readings may take in all, in ms. */
const WRITE_LIMIT = 60_000;
const SAVE_EVERY = 250;
const SAY_EVERY = 5000;
/**
 * How long to wait before each further look at the target, in s: what Timestream takes need not be seen at once. A reading that is there, but another
 * one, mostly is what the target received itself.
 */
const LOOKS = { missing: [1, 2, 4, 8, 15], other: [1, 2] };
const DAY_MS = 86_400_000;

const log: Log = {
  info: () => undefined,
  warn: (message) => process.stderr.write(`${message}\n`),
  error: (message) => process.stderr.write(`${message}\n`),
};

/** `make migrate-readings`: copies readings from one store of an environment to its other one, and compares them. */
await command(async () => {
  const settings = readSettings(process.env);
  const { environment } = settings;
  const migration = readMigration(process.env, environment);
  const places = environment === LOCAL ? localPlaces(process.env) : await deployedPlaces(settings);
  const from = storeOf(places, migration.from, environment);
  const to = storeOf(places, migration.to, environment);

  await mkdir(dirname(migration.checkpoint), { recursive: true });
  const task = taskOf(migration, from.text, to.text);
  const checkpoint = await Checkpoint.open(migration.checkpoint, task, receivedAtOf(migration, Date.now()));
  const { position, listed, receivedAt } = checkpoint.state;
  const differences = await DifferencesFile.open(differencesFile(migration.checkpoint), listed);
  if (position.after || position.open.length > 0) console.log(`It goes on from ${checkpoint.file}.`);

  const reader = (location: ReadingsLocation) => createReader(location, { log, aws: places.aws });
  const stores: Stores = {
    source: patientSource(await reader(from.location)),
    readBack: patientSource(await reader(to.location)),
    target: migration.copies
      ? patientTarget(await createWriter(to.location, { timeLimit: WRITE_LIMIT, aws: places.aws }))
      : null,
    receivedAt,
    keptFrom: () => keptFrom(to.location),
    lookAgain,
  };
  const stop = new AbortController();
  process.once('SIGINT', () => {
    stop.abort(new Error('It was interrupted'));
  });
  try {
    const totals = await migrate({
      devices: devicesOf(places.registry, migration.devices, position.after),
      period: migration.period,
      stores,
      checkpoint,
      differences,
      saveEvery: SAVE_EVERY,
      onProgress: saying(),
      signal: stop.signal,
    });
    console.log(
      report({ totals, from: migration.from, to: migration.to, copies: migration.copies, file: differences.file }),
    );
    // So that a script can tell, too.
    if (!isComplete(totals)) process.exitCode = 2;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    throw new Error(`${reason}. Run it again: it goes on from ${checkpoint.file}.`, { cause: error });
  } finally {
    places.registry.client.destroy();
  }
});

function taskOf({ devices, period, switched, copies }: MigrationSettings, from: string, to: string) {
  return {
    from,
    to,
    copies,
    ...devices,
    since: formatTime(period.from),
    until: formatTime(period.to),
    switched: switched === null ? null : formatTime(switched),
  };
}

function differencesFile(checkpoint: string): string {
  return `${checkpoint.replace(/\.json$/, '')}.differences.csv`;
}

function keptFrom(location: ReadingsLocation): Nanoseconds | null {
  return location.kind === 'dynamodb' ? fromMilliseconds(Date.now() - location.retentionDays * DAY_MS) : null;
}

async function lookAgain(attempt: number, missing: boolean): Promise<boolean> {
  const seconds = LOOKS[missing ? 'missing' : 'other'][attempt - 1];
  if (seconds === undefined) return false;
  await wait(seconds * 1000);
  return true;
}

function saying(): MigrationOptions['onProgress'] {
  let said = performance.now();
  return (totals, underWay) => {
    if (performance.now() - said < SAY_EVERY) return;
    said = performance.now();
    console.log(progressLine(totals, underWay));
  };
}
