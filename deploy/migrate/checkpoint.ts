import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import * as v from 'valibot';
import type { Position } from './progress.ts';
import { BEGIN } from './progress.ts';

/** What a migration is of. One that was begun goes on only as what it was begun as. */
export type Task = v.InferOutput<typeof Task>;
const Task = v.object({
  /** The stores, as `READINGS_STORE` names them. */
  from: v.string(),
  to: v.string(),
  copies: v.boolean(),
  organizationId: v.nullable(v.string()),
  deviceId: v.nullable(v.string()),
  /** Times in ISO 8601. */
  since: v.nullable(v.string()),
  until: v.nullable(v.string()),
  switched: v.nullable(v.string()),
});

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Big = v.pipe(
  v.string(),
  v.regex(/^\d{1,40}$/),
  v.transform((digits) => BigInt(digits)),
);
const Tally = v.object({ count: Count, checksum: Big });
const Device = { organizationId: v.string(), deviceId: v.string() };

const Position = v.object({
  after: v.nullable(v.object(Device)),
  open: v.pipe(v.array(v.object({ ...Device, from: v.nullable(Big) })), v.readonly()),
  totals: v.object({
    devices: Count,
    months: Count,
    read: Tally,
    verified: Tally,
    extra: Count,
    rejected: Count,
    missing: Count,
    other: Count,
  }),
});

/** What is known of a migration that was begun. */
export type State = v.InferOutput<typeof State>;
const State = v.object({
  format: v.literal(1),
  task: Task,
  /** Whose it is: another run that goes on with it takes it over. */
  owner: v.string(),
  /** When copied readings count as received, in ms since 1970: the same to the end, so that a reading copied twice is the same. */
  receivedAt: Count,
  /** How many bytes of the list of differences belong to it. */
  listed: Count,
  ended: v.boolean(),
  position: Position,
});

/** A file that says how far a migration is. It is replaced whole, so that there is one whenever the process ends. */
export class Checkpoint {
  readonly file: string;
  state: State;

  private constructor(file: string, state: State) {
    this.file = file;
    this.state = state;
  }

  /**
   * Goes on with the migration of a file, or begins one where there is none or it came to its end.
   * @throws Error where it is of another migration, which has not ended
   */
  static async open(file: string, task: Task, receivedAt: number): Promise<Checkpoint> {
    const before = await read(file);
    if (before && !before.ended && !sameTask(before.task, task))
      throw new Error(
        `${file} is of a migration with other settings that has not ended: ${JSON.stringify(before.task)}. Go on with those, or remove the file.`,
      );
    const goesOn = before?.ended === false ? before : { receivedAt, listed: 0, position: BEGIN };
    const checkpoint = new Checkpoint(file, { ...goesOn, format: 1, task, owner: randomUUID(), ended: false });
    await checkpoint.write();
    return checkpoint;
  }

  async save(changes: { position: Position; listed: number; ended: boolean }): Promise<void> {
    this.state = { ...this.state, ...changes };
    await this.write();
  }

  /** @throws Error where another run has taken the migration over */
  async expectOwner(): Promise<void> {
    const there = await read(this.file);
    if (there?.owner !== this.state.owner) throw new Error(`${this.file} was taken over by another run.`);
  }

  private async write(): Promise<void> {
    const parts = `${this.file}.${this.state.owner}`;
    const handle = await open(parts, 'w');
    try {
      await handle.writeFile(`${JSON.stringify(this.state, digits, 1)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(parts, this.file);
  }
}

function digits(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function sameTask(one: Task, other: Task): boolean {
  return JSON.stringify(v.parse(Task, one)) === JSON.stringify(v.parse(Task, other));
}

async function read(file: string): Promise<State | undefined> {
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), State), text);
  if (parsed.success) return parsed.output;
  throw new Error(`${file} does not say how far a migration is: ${parsed.issues[0].message}. Remove it to begin anew.`);
}
