import { groupBy } from '../../functions/shared/collections.ts';
import type { Reading } from '../../functions/shared/readings/store.ts';
import type { Nanoseconds } from '../../functions/shared/time.ts';
import { compare, type Comparison, type Expectation, type Found } from './compare.ts';
import { copy, type Copied, kindOf, type Rejection } from './copy.ts';
import type { Device } from './devices.ts';
import type { Period } from './months.ts';
import { pagesOf, readingsOf } from './pages.ts';
import type { Source, Target } from './patient.ts';
import { addTallies, NOTHING, sameTally, tallyOf, type Tally } from './tally.ts';

export interface Stores {
  source: Source;
  /** The target, as it is read. */
  readBack: Source;
  /** The target, as it is written; null where the two are only compared. */
  target: Target | null;
  /** When copied readings count as received, in ms since 1970. */
  receivedAt: number;
  keptFrom: Expectation['keptFrom'];
  /**
   * Waits before look `attempt`, from 1, or says that there was time enough: stores may show what was written only some time later.
   * @param missing whether the target lacks readings; else it has others
   */
  lookAgain: (attempt: number, missing: boolean) => Promise<boolean>;
}

export interface Watch {
  /** Ends it between two pages. */
  signal: AbortSignal;
  /** Is told how many readings of the source were read. */
  onRead: (count: number) => void;
}

/** Readings of the source that are not so in the target, for one reason. */
export interface Difference {
  kind: 'rejected' | 'missing' | 'other';
  count: number;
  first: Nanoseconds;
  last: Nanoseconds;
  reason: string;
}

/** What became of one device's readings of a period. */
export interface Transferred {
  /** All of the source. */
  read: Tally;
  /** Those that were found in the target. */
  verified: Tally;
  differences: Difference[];
  /** How many the target has that the source has not. */
  extra: number;
}

/** Copies the readings of a device in a period, unless they are only to be compared, and compares them with what the target has then. */
export async function transfer(device: Device, period: Period, stores: Stores, watch: Watch): Promise<Transferred> {
  const pages = (store: Source, onRead?: Watch['onRead']) =>
    watched(pagesOf(store, device, period), watch.signal, onRead);
  const read = pages(stores.source, watch.onRead);
  const copied = stores.target ? await copy(read, stores.target, stores.receivedAt) : await counted(read);
  for (let attempt = 1; ; attempt++) {
    const there = await counted(pages(stores.readBack));
    if (sameTally(copied.taken, there.read))
      return { read: copied.read, verified: there.read, differences: rejectedOf(copied.rejections), extra: 0 };
    const comparison = await compare(readingsOf(pages(stores.source)), readingsOf(pages(stores.readBack)), {
      rejections: copied.rejections,
      keptFrom: stores.keptFrom,
    });
    const missing = comparison.missing !== null;
    const differs = missing || comparison.other !== null;
    if (!differs || !stores.target || !(await stores.lookAgain(attempt, missing))) return compared(copied, comparison);
  }
}

async function* watched(
  pages: AsyncIterable<Reading[]>,
  signal: AbortSignal,
  onRead: Watch['onRead'] = () => undefined,
): AsyncGenerator<Reading[]> {
  signal.throwIfAborted();
  for await (const page of pages) {
    yield page;
    onRead(page.length);
    signal.throwIfAborted();
  }
}

async function counted(pages: AsyncIterable<Reading[]>): Promise<Copied> {
  let read = NOTHING;
  for await (const page of pages) read = addTallies(read, tallyOf(page));
  return { read, taken: read, rejections: [] };
}

function compared({ read, rejections }: Copied, { same, missing, tooOld, other, extra }: Comparison): Transferred {
  const found = (kind: Difference['kind'], what: Found | null, reason: string): Difference[] =>
    what ? [{ kind, count: what.count, first: what.first, last: what.last, reason: `${reason}: ${what.example}` }] : [];
  return {
    read,
    verified: same,
    differences: [
      ...rejectedOf(rejections),
      ...found('rejected', tooOld, 'older than the target keeps readings'),
      ...found('missing', missing, 'not in the target, such as'),
      ...found('other', other, 'not the same in the target, such as'),
    ],
    extra,
  };
}

function rejectedOf(rejections: readonly Rejection[]): Difference[] {
  const kinds = [...groupBy(rejections, ({ reason }) => kindOf(reason)).values()];
  return kinds.map((alike) => ({
    kind: 'rejected',
    count: alike.reduce((sum, { count }) => sum + count, 0),
    first: alike[0]?.first.time ?? 0n,
    last: alike.at(-1)?.last.time ?? 0n,
    reason: alike[0]?.reason ?? '',
  }));
}
