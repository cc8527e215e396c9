import * as v from 'valibot';
import { parseState, type Resource } from './state.ts';

/** What a run of `terraform test` ended in. */
export interface Run {
  name: string;
  resources: Resource[];
}

// "Machine-readable UI Output Reference" of the Terraform documentation; what is not named here is passed over.
const Line = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.object({ type: v.literal('test_state'), '@testrun': v.string(), test_state: v.unknown() }),
    v.object({ type: v.literal('diagnostic'), '@level': v.literal('error'), '@message': v.string() }),
    v.object({ type: v.string() }),
  ]),
);

/**
 * Reads what `terraform test -json -verbose` prints.
 * @throws if a run failed, or there was none: what was not looked at must not pass
 */
export async function readRuns(lines: AsyncIterable<string> | Iterable<string>): Promise<Run[]> {
  const runs: Run[] = [];
  const errors: string[] = [];
  for await (const text of lines) {
    const line = v.parse(Line, text);
    if ('test_state' in line) runs.push({ name: line['@testrun'], resources: parseState(line.test_state) });
    if ('@message' in line) errors.push(line['@message']);
  }
  if (errors.length > 0) throw new Error(errors.join('\n'));
  if (runs.length === 0) throw new Error('terraform test printed no state: run it with -json -verbose');
  return runs;
}
