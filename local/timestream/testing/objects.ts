import { gunzipSync } from 'node:zlib';
import { AwsError } from '../../shared/aws-error.ts';
import type { ObjectWriter } from '../../shared/ports.ts';

export const BUCKET = 'exports-of-tests';

/** Objects in memory, by `s3://` URL. */
export class MemoryObjects implements ObjectWriter {
  readonly byUrl = new Map<string, Buffer>();

  requireBucket(bucket: string): Promise<void> {
    return bucket === BUCKET ? Promise.resolve() : Promise.reject(new AwsError('NoSuchBucket', 'No such bucket'));
  }

  async write({ bucket, key }: { bucket: string; key: string }, body: AsyncIterable<Uint8Array>): Promise<number> {
    const chunks: Uint8Array[] = [];
    // Chunks are copied: the giver may use their memory again.
    for await (const chunk of body) chunks.push(Uint8Array.from(chunk));
    const bytes = Buffer.concat(chunks);
    this.byUrl.set(`s3://${bucket}/${key}`, bytes);
    return bytes.length;
  }

  bytes(url: string): Buffer {
    const bytes = this.byUrl.get(url);
    if (!bytes) throw new Error(`There is no object ${url}`);
    return url.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  }

  text(url: string): string {
    return this.bytes(url).toString();
  }
}

/** The rows of a CSV file as the documentation of UNLOAD describes it; an empty field without quotes is `null`. */
export function parseCsv(text: string, { delimiter = ',', escape = '\\' } = {}): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let field = '';
  let isQuoted = false;
  let wasQuoted = false;
  const endField = () => {
    row.push(field === '' && !wasQuoted ? null : field);
    field = '';
    wasQuoted = false;
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === escape) {
      index += 1;
      field += text.charAt(index);
    } else if (character === '"') {
      isQuoted = !isQuoted;
      wasQuoted = true;
    } else if (character === delimiter && !isQuoted) endField();
    else if (character === '\n' && !isQuoted) {
      endField();
      rows.push(row);
      row = [];
    } else field += character;
  }
  if (isQuoted || field !== '' || row.length > 0) throw new Error('The file ends within a row');
  return rows;
}
