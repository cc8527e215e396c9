import { digitsOf, textOf } from './item.ts';
import { metricKey, METRICS, parseSortKey } from './keys.ts';
import type { ReadingsTable } from './table.ts';

/** How much later than asked for a name goes, in s, so that it is written once in this time and not for each hour. */
const SLACK_SECONDS = 30 * 86_400;
/** Of how many devices the names are remembered; each takes some KB at most. */
const CAPACITY = 5000;
const ATTEMPTS = 8;

interface Known {
  version: number;
  expires: number;
}

/** Sees to it that the names of metrics that have blocks are there, and remembers which are. */
export class MetricNames {
  readonly #table: ReadingsTable;
  readonly #devices = new Map<string, Map<string, Known>>();

  constructor(table: ReadingsTable) {
    this.#table = table;
  }

  /**
   * Has each name be there for so long at least.
   * @param expires in s since 1970
   */
  async ensure(pk: string, metrics: Iterable<string>, expires: number, signal: AbortSignal): Promise<void> {
    for (const metric of metrics)
      for (let attempt = 0; !(await this.#put(pk, metric, expires, signal)); attempt++)
        if (attempt === ATTEMPTS) throw new Error(`${metric} of ${pk} is changed by others all the time`);
  }

  async #put(pk: string, metric: string, expires: number, signal: AbortSignal): Promise<boolean> {
    const known = (this.#devices.get(pk) ?? (await this.#read(pk, signal))).get(metric);
    if (known && known.expires >= expires) return true;
    const next = { version: (known?.version ?? 0) + 1, expires: expires + SLACK_SECONDS };
    const item = {
      pk: { S: pk },
      sk: { S: metricKey(metric) },
      version: { N: next.version.toString() },
      expires: { N: next.expires.toString() },
    };
    const isPut = await this.#table.putVersion(item, known?.version ?? null, signal);
    if (isPut) this.#devices.get(pk)?.set(metric, next);
    else this.#devices.delete(pk);
    return isPut;
  }

  async #read(pk: string, signal: AbortSignal): Promise<Map<string, Known>> {
    const names = new Map<string, Known>();
    for await (const page of this.#table.query({ pk, ...METRICS }, signal))
      for (const item of page) {
        const key = parseSortKey(textOf(item, 'sk'));
        if (key.kind === 'metric')
          names.set(key.metric, {
            version: Number(digitsOf(item, 'version')),
            expires: Number(digitsOf(item, 'expires')),
          });
      }
    const [oldest] = this.#devices.keys();
    if (this.#devices.size >= CAPACITY && oldest !== undefined) this.#devices.delete(oldest);
    this.#devices.set(pk, names);
    return names;
  }
}
