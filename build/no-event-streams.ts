/**
 * Stands in bundles for `@smithy/core/event-streams`: no function calls an operation that streams events, such as S3's SelectObjectContent, and what reads
 * one is as much code as a small client. These are what clients that have such operations name when they are made.
 */

/** Leaves a client's configuration as it is. */
export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}

export function eventStreamSerdeProvider(): never {
  throw new Error('Operations that stream events are left out of functions');
}
