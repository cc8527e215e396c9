import * as v from 'valibot';
import type { Nanoseconds } from '../../shared/time.ts';
import { fromDecimal, fromMilliseconds } from '../../shared/time.ts';
import type { Decoded, DecodedReading, InvalidReading } from '../../shared/ingestion/reading.ts';
import { decoded, toReading } from '../../shared/ingestion/reading.ts';
import { snippet } from '../../shared/ingestion/snippet.ts';

/** The version of SenML that is understood; a message may ask for one up to it. Source: RFC 8428, section 4.4. */
const VERSION = 10;
/** Smaller times are relative to now, in seconds. Source: RFC 8428, section 4.5.3. */
const ABSOLUTE: Nanoseconds = 2n ** 28n * 1_000_000_000n;

const SenmlNumber = v.pipe(v.number('is not a number'), v.finite('is too large'));
const Text = v.string('is not a text');
const Record = v.looseObject({
  bn: v.optional(Text),
  bt: v.optional(SenmlNumber),
  bv: v.optional(SenmlNumber),
  bs: v.optional(SenmlNumber),
  bver: v.optional(v.pipe(v.number('is not a number'), v.integer('is not a whole number'))),
  n: v.optional(Text),
  t: v.optional(SenmlNumber),
  v: v.optional(SenmlNumber),
  vs: v.optional(Text),
  vb: v.optional(v.boolean('is neither true nor false')),
  vd: v.optional(Text),
  s: v.optional(SenmlNumber),
});
type Record = v.InferOutput<typeof Record>;

const LABELS = ['bn', 'bt', 'bu', 'bv', 'bs', 'bver', 'n', 'u', 't', 'ut', 'v', 'vs', 'vb', 'vd', 's'];
const VALUE_LABELS = ['n', 'u', 't', 'v', 'vs', 'vb', 'vd', 's'] as const;

/** Whether an element of a message is meant as a SenML record. */
export function isSenmlRecord(element: unknown): boolean {
  return typeof element === 'object' && element !== null && LABELS.some((label) => Object.hasOwn(element, label));
}

/**
 * Decodes SenML in JSON (RFC 8428): base fields hold from their record on, names are concatenated, values and times are added to their
 * bases. A boolean is stored as 1 or 0, so that it can be charted and averaged. Units are those of the device's metrics, so `u` and `bu`
 * are not read; nor are sums and update times beside a value.
 * @param receivedAt in ms since 1970: what relative times are relative to
 * @returns a text that says why nothing of the message may be used
 */
export function decodeSenml(records: readonly unknown[], receivedAt: number): Decoded | string {
  const results: (DecodedReading | InvalidReading)[] = [];
  let base: Base = { name: '', time: 0n, value: undefined };
  for (const element of records) {
    const parsed = v.safeParse(Record, element);
    // A broken record may have been meant to set a base that the ones after it count on.
    if (!parsed.success) return `${snippet(element)}: ${issueText(parsed.issues[0])}`;
    const record = parsed.output;
    const refusal = refusalOf(record);
    if (refusal !== undefined) return refusal;
    base = {
      name: record.bn ?? base.name,
      time: record.bt === undefined ? base.time : fromDecimal(record.bt, 'seconds'),
      value: record.bv ?? base.value,
    };
    if (VALUE_LABELS.some((label) => record[label] !== undefined)) results.push(resolve(record, base, receivedAt));
  }
  if (results.length === 0) return 'The message has base fields only; send at least one record with a value';
  return decoded(results);
}

interface Base {
  name: string;
  time: Nanoseconds;
  value: number | undefined;
}

function resolve(record: Record, base: Base, receivedAt: number): DecodedReading | InvalidReading {
  const name = base.name + (record.n ?? '');
  const values = [record.v, record.vs, record.vb, record.vd].filter((value) => value !== undefined);
  const problem = (reason: string) => ({ reason: `${snippet(name)}: ${reason}` });
  if (values.length > 1) return problem('a record has one of `v`, `vs`, `vb` and `vd`, this one has more');
  if (record.vd !== undefined) return problem('data values (`vd`) are not supported; send `v`, `vs` or `vb`');
  if (values.length === 0 && record.s !== undefined)
    return problem('sums (`s`) are not supported; send the value itself as `v`');
  if (values.length === 0) return problem('the record has no value; send `v`, `vs` or `vb`');
  const time = base.time + fromDecimal(record.t ?? 0, 'seconds');
  const absolute = time >= ABSOLUTE ? time : fromMilliseconds(receivedAt) + time;
  return toReading(name, measuredOf(record, base), absolute, receivedAt);
}

function measuredOf(record: Record, base: Base): number | string | undefined {
  if (record.v !== undefined) return record.v + (base.value ?? 0);
  if (record.vb !== undefined) return record.vb ? 1 : 0;
  return record.vs;
}

/** Source: RFC 8428, section 4.4: a newer version, and what must be understood (a label that ends in `_`) but is not, end it all. */
function refusalOf(record: Record): string | undefined {
  if (record.bver !== undefined && record.bver > VERSION)
    return `SenML version ${record.bver} is not understood; \`bver\` is at most ${VERSION}`;
  const mandatory = Object.keys(record).find((label) => label.endsWith('_'));
  return mandatory === undefined ? undefined : `the SenML label ${snippet(mandatory)} is not understood`;
}

function issueText(issue: v.InferIssue<typeof Record>): string {
  const label = v.getDotPath(issue);
  return label === null ? 'is not a SenML record' : `\`${label}\` ${issue.message}`;
}
