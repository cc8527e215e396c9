import { createHash } from 'node:crypto';
import { digestOf } from '../checksums/algorithms.ts';
import type { Algorithm } from '../checksums/algorithms.ts';

/** Where received bytes go. */
export interface Sink {
  /** Resolves when there is room for more. */
  write(chunk: Uint8Array): Promise<void>;
}

export interface Received {
  /** Bytes. */
  size: number;
  md5: Buffer;
  /** Hex, where it was asked for. */
  sha256: string | undefined;
  /** base64, of the algorithms that were asked for. */
  checksums: ReadonlyMap<Algorithm, string>;
}

interface Options {
  algorithms: readonly Algorithm[];
  sha256?: boolean;
  /** Called with the size so far, to end what grows too large by throwing. */
  check?: (size: number) => void;
}

/** Passes bytes on and hashes them, in one pass. */
export async function takeIn(
  source: AsyncIterable<Uint8Array>,
  sink: Sink,
  { algorithms, sha256 = false, check }: Options,
): Promise<Received> {
  const md5 = createHash('md5');
  const payload = sha256 ? createHash('sha256') : undefined;
  const digests = [...new Set(algorithms)].map((algorithm) => [algorithm, digestOf(algorithm)] as const);
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    check?.(size);
    md5.update(chunk);
    payload?.update(chunk);
    for (const [, digest] of digests) digest.update(chunk);
    await sink.write(chunk);
  }
  return {
    size,
    md5: md5.digest(),
    sha256: payload?.digest('hex'),
    checksums: new Map(digests.map(([algorithm, digest]) => [algorithm, digest.digest().toString('base64')])),
  };
}
