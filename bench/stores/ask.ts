import * as v from 'valibot';
import { READINGS_STORES } from '../../local/stack/names.ts';
import { importBundled } from '../shared/bundle.ts';
import type { StandIns } from '../shared/stand-ins.ts';
import type { Both, Kind } from './both-stores.ts';
import { countRequests } from './both-stores.ts';
import type { Metered } from './metered.ts';
import type { Question } from './questions.ts';

/** Asks one store, through the function `query-readings`. */
export type Ask = (event: object) => Promise<unknown>;
type Handler = (event: object, context: object) => Promise<unknown>;

/** What a question takes of each store. */
export interface Costs {
  question: Question;
  /** Of each round, in ms. */
  times: Both<number[]>;
  metered: Both<Metered>;
}

const WARM_UP = 3;
const Answer = v.object({ data: v.unknown() });

/** The function, bundled as it is deployed, once for each store. */
export async function bundledFunctions(): Promise<Both<Ask>> {
  const timestream = await bundledFunction('timestream');
  return { timestream, dynamodb: await bundledFunction('dynamodb') };
}

async function bundledFunction(kind: Kind): Promise<Ask> {
  process.env.READINGS_STORE = READINGS_STORES[kind];
  const { handler } = await importBundled<{ handler: Handler }>('functions/query-readings/handler.ts');
  return async (event) => v.parse(Answer, await handler(event, { awsRequestId: 'bench' })).data;
}

/** Asks both in turn, at first one and then the other, and checks what they answer. What the requests take is counted apart, for counting takes time. */
export async function costsOf(question: Question, ask: Both<Ask>, stores: Both<StandIns>): Promise<Costs> {
  const times: Both<number[]> = { timestream: [], dynamodb: [] };
  for (let round = -WARM_UP; round < question.rounds; round++)
    for (const kind of round % 2 === 0
      ? (['timestream', 'dynamodb'] as const)
      : (['dynamodb', 'timestream'] as const)) {
      const begun = performance.now();
      const answer = await ask[kind](question.event(round + WARM_UP));
      const time = performance.now() - begun;
      question.check(answer, round + WARM_UP);
      if (round >= 0) times[kind].push(time);
    }
  const count = async (kind: Kind) => (await countRequests(stores, () => ask[kind](question.event(0)))).metered;
  return { question, times, metered: { timestream: await count('timestream'), dynamodb: await count('dynamodb') } };
}
