import type { ByteReader, ByteWriter } from './bytes.ts';
import { readPresence, writePresence } from './presence.ts';
import { readWholes, writeWholes } from './whole-numbers.ts';

type Texts = readonly (string | null)[];

/** Writes a column of texts, each text once, for most of them are states such as `open` and `closed`. */
export function writeTexts(writer: ByteWriter, texts: Texts | null, length: number): void {
  const present = writePresence(writer, length, (index) => (texts?.[index] ?? null) !== null);
  if (present.length === 0) return;
  const numbers = new Map<string, number>();
  const column = Float64Array.from(present, (index) => {
    const text = texts?.[index] ?? '';
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  writer.varint(numbers.size);
  for (const text of numbers.keys()) writer.text(text);
  writeWholes(writer, column);
}

/** Reads what {@link writeTexts} wrote. @throws RangeError where it ends too early */
export function readTexts(reader: ByteReader, length: number): Texts | null {
  const present = readPresence(reader, length);
  if (present === 'none') return null;
  const distinct: string[] = [];
  for (let rest = reader.varint(); rest > 0; rest--) distinct.push(reader.text());
  const column = readWholes(reader, present === 'all' ? length : present.length);
  const texts = new Array<string | null>(length).fill(null);
  for (const [place, number] of column.entries())
    texts[present === 'all' ? place : (present[place] ?? 0)] = distinct[number] ?? null;
  return texts;
}
