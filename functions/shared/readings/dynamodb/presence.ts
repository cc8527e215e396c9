import type { ByteReader, ByteWriter } from './bytes.ts';

const NONE = 0;
const ALL = 1;
const SOME = 2;

/** Writes which of `length` places have something: mostly all or none, in one byte then. @returns the places that have */
export function writePresence(writer: ByteWriter, length: number, isPresent: (index: number) => boolean): number[] {
  const present: number[] = [];
  for (let index = 0; index < length; index++) if (isPresent(index)) present.push(index);
  writer.varint(present.length === 0 ? NONE : present.length === length ? ALL : SOME);
  if (present.length > 0 && present.length < length) {
    const bits = new Uint8Array(Math.ceil(length / 8));
    for (const index of present) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
    writer.raw(bits);
  }
  return present;
}

/** Reads what {@link writePresence} wrote. @returns the places that have something */
export function readPresence(reader: ByteReader, length: number): 'all' | 'none' | number[] {
  const kind = reader.varint();
  if (kind === NONE) return 'none';
  if (kind === ALL) return 'all';
  if (kind !== SOME) throw new RangeError(`Packed readings are present in the way ${kind}, which is unknown here`);
  const bits = reader.raw(Math.ceil(length / 8));
  const present: number[] = [];
  for (let index = 0; index < length; index++) if ((bits[index >> 3] ?? 0) & (1 << (index & 7))) present.push(index);
  return present;
}
