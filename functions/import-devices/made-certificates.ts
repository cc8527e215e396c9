import * as v from 'valibot';
import { CertificateEntry } from '../shared/credentials/entry.ts';

const Row = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Made = v.object({
  row: Row,
  entry: CertificateEntry,
  certificatePem: v.string(),
  privateKeyPem: v.nullable(v.string()),
});
const Outcomes = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.union([Made, v.object({ row: Row, problem: v.string() })])),
);

/** The certificate that was made for a row, by its number from 0. */
export type MadeCertificate = v.InferOutput<typeof Made>;
/** That, or why AWS IoT makes none. */
export type Outcome = v.InferOutput<typeof Outcomes>[number];

export function writeOutcomes(outcomes: readonly Outcome[]): Buffer {
  return Buffer.from(JSON.stringify(outcomes));
}

/** By row. */
export function readOutcomes(body: Buffer): ReadonlyMap<number, Outcome> {
  const parsed = v.safeParse(Outcomes, body.toString('utf8'));
  // What a parser says would quote what it has parsed, and there are private keys in it.
  if (!parsed.success) throw new Error('The certificates of a chunk are not as they were written');
  return new Map(parsed.output.map((outcome) => [outcome.row, outcome]));
}
