import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

const compress = promisify(gzip);
/** "Unknown", where zlib would name the system that it runs on. Source: RFC 1952, 2.3.1. */
const OPERATING_SYSTEM = { offset: 9, value: 255 };

/**
 * Compresses in the thread pool, as fast as zlib can. The same bytes are the same member everywhere that the same zlib runs: its header has neither
 * a time nor the system's name.
 */
export async function gzipMember(bytes: Uint8Array): Promise<Buffer> {
  // CSV shrinks to less than that: the pool is asked once a member, and not once for each 16 KiB.
  const chunkSize = Math.max(constants.Z_MIN_CHUNK, bytes.length >> 2);
  const member = await compress(bytes, { level: constants.Z_BEST_SPEED, chunkSize });
  member[OPERATING_SYSTEM.offset] = OPERATING_SYSTEM.value;
  return member;
}
