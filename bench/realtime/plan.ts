import * as v from 'valibot';

/** What happens at either server, and what its processes tell each other. */

export const SUBSCRIBERS = 1000;
/** A subscriber listens to one of so many groups, and a mutation is for one. */
export const GROUPS = 10;
export const RATE = 100;
/** Sent first, so that all code has run; nobody counts them. */
export const WARMING_UP = 200;

/** What is published. Warming up has negative numbers. */
export interface Reading {
  group: string;
  sequence: number;
  /** In ms since the epoch, as {@link now} has it. */
  sentAt: number;
  note: string;
}

export const groupOf = (index: number): string => `group-${index % GROUPS}`;

/** The same clock in all processes of a machine, with fractions of a ms. */
export const now = (): number => performance.timeOrigin + performance.now();

/** A server that is ready. */
export const Ready = v.object({ port: v.number(), path: v.string(), key: v.string() });
export type Ready = v.InferOutput<typeof Ready>;

/** What a server uses: memory after a collection, in bytes, and the processor so far, in microseconds. */
export const Usage = v.object({ rss: v.number(), heapUsed: v.number(), processor: v.number() });
export type Usage = v.InferOutput<typeof Usage>;

/** What the clients of a server have had, all together. */
export const Tally = v.object({
  received: v.number(),
  lost: v.number(),
  twice: v.number(),
  notDue: v.number(),
  p50: v.number(),
  p99: v.number(),
  most: v.number(),
});
export type Tally = v.InferOutput<typeof Tally>;

/** What clients are told: first where to connect, then how many mutations there were, and how long to wait for the last. */
export const Assignment = v.object({ url: v.string(), key: v.string(), seconds: v.number() });
export const Question = v.object({ patience: v.number() });
