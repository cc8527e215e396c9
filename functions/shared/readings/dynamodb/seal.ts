import { notWhole } from './bytes.ts';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** What the first byte says: how the rest is packed. Another format of columns gets other numbers. */
const PLAIN = 1;
const DEFLATED = 2;

/** Below this many bytes hardly anything is won, and the time of setting up is lost. */
const WORTH_DEFLATING = 64;

/** Packed columns as they are stored: behind a byte of the version, and deflated where that is smaller. */
export function seal(body: Uint8Array): Uint8Array {
  const deflated = body.length < WORTH_DEFLATING ? body : deflateRawSync(body);
  const isSmaller = deflated.length < body.length;
  return Buffer.concat([Buffer.of(isSmaller ? DEFLATED : PLAIN), isSmaller ? deflated : body]);
}

/** What {@link seal} sealed. @throws RangeError where the version is unknown or the bytes are not whole */
export function unseal(sealed: Uint8Array): Uint8Array {
  const body = sealed.subarray(1);
  if (sealed[0] === PLAIN) return body;
  if (sealed[0] !== DEFLATED)
    throw new RangeError(`Readings are packed in version ${sealed[0] ?? 'none'}, which is unknown here`);
  try {
    return inflateRawSync(body);
  } catch (cause) {
    throw notWhole(cause);
  }
}
