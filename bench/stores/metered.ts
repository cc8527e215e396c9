import * as v from 'valibot';
import type { Service } from '../../local/shared/service.ts';

/** What the requests to services took. */
export const Metered = v.object({
  /** By the service's name. */
  requests: v.record(v.string(), v.number()),
  /** That DynamoDB looked at. */
  items: v.number(),
  /** Of read capacity of DynamoDB. */
  units: v.number(),
  /** Bytes that Timestream says that it bills for. */
  bytes: v.number(),
});
export type Metered = v.InferOutput<typeof Metered>;

const FromDynamoDb = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    ScannedCount: v.optional(v.number(), 0),
    ConsumedCapacity: v.optional(
      v.union([v.object({ CapacityUnits: v.number() }), v.array(v.object({ CapacityUnits: v.number() }))]),
    ),
  }),
);
const FromTimestream = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    QueryId: v.optional(v.string()),
    QueryStatus: v.optional(v.object({ CumulativeBytesMetered: v.number() })),
  }),
);

/** Counts what services are asked, while it is on; else they are as they were. */
export class Meter {
  #isOn = false;
  #requests = new Map<string, number>();
  #items = 0;
  #units = 0;
  #queries = new Map<string, number>();

  begin(): void {
    this.#isOn = true;
    this.#requests = new Map();
    this.#queries = new Map();
    this.#items = 0;
    this.#units = 0;
  }

  end(): Metered {
    this.#isOn = false;
    const bytes = [...this.#queries.values()].reduce((sum, query) => sum + query, 0);
    return { requests: Object.fromEntries(this.#requests), items: this.#items, units: this.#units, bytes };
  }

  of(service: Service): Service {
    const handle: Service['handle'] = async (request, caller) => {
      if (!this.#isOn) return service.handle(request, caller);
      this.#requests.set(service.signingName, (this.#requests.get(service.signingName) ?? 0) + 1);
      if (service.signingName === 'dynamodb')
        return this.#dynamodb(await service.handle(await asking(request), caller));
      if (service.signingName === 'timestream') return this.#timestream(await service.handle(request, caller));
      return service.handle(request, caller);
    };
    return { signingName: service.signingName, handle, close: () => service.close() };
  }

  async #dynamodb(response: Response): Promise<Response> {
    if (response.ok) {
      const { ScannedCount, ConsumedCapacity } = v.parse(FromDynamoDb, await response.clone().text());
      this.#items += ScannedCount;
      for (const { CapacityUnits } of [ConsumedCapacity ?? []].flat()) this.#units += CapacityUnits;
    }
    return response;
  }

  async #timestream(response: Response): Promise<Response> {
    if (response.ok) {
      const { QueryId, QueryStatus } = v.parse(FromTimestream, await response.clone().text());
      // Each page tells what all pages up to it take.
      if (QueryId !== undefined && QueryStatus) this.#queries.set(QueryId, QueryStatus.CumulativeBytesMetered);
    }
    return response;
  }
}

/** The request, which now also asks what it consumes. */
async function asking(request: Request): Promise<Request> {
  const input = v.parse(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())), await request.text());
  const { method, headers } = request;
  return new Request(request.url, {
    method,
    headers,
    body: JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' }),
  });
}
