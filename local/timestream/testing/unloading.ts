import { QueryCommand } from '@aws-sdk/client-timestream-query';
import * as v from 'valibot';
import type { UnloadSettings } from '../unload/settings.ts';
import { BUCKET, MemoryObjects, parseCsv } from './objects.ts';
import { DATABASE, NOW, startTimestream, TABLE } from './service.ts';
import type { Harness } from './service.ts';

export const ROWS = 5_000;
/** Columns `n` from 0 to 4,999 and `device_id`, which is `d0`, `d1` or `d2`. */
export const FROM = `FROM "${DATABASE}"."${TABLE}"`;
export const TO = `TO 's3://${BUCKET}/folder'`;

const manifestSchema = v.strictObject({
  result_files: v.array(
    v.strictObject({
      url: v.string(),
      file_metadata: v.strictObject({ content_length_in_bytes: v.number(), row_count: v.number() }),
    }),
  ),
  query_metadata: v.strictObject({
    total_content_length_in_bytes: v.number(),
    total_row_count: v.number(),
    result_format: v.picklist(['CSV', 'PARQUET']),
    result_version: v.literal('Amazon Timestream version 1.0.0'),
  }),
  author: v.strictObject({ name: v.literal('Amazon Timestream'), manifest_file_version: v.literal('1.0') }),
});

/** What the one row of an UNLOAD says, and the manifest that it names. */
export interface Unloaded {
  readonly rows: number;
  readonly metadataFile: string;
  readonly manifestFile: string;
  readonly manifest: v.InferOutput<typeof manifestSchema>;
  /** URLs of the files with the rows. */
  readonly files: readonly string[];
}

/** A Timestream stand-in with {@link ROWS} rows, whose clock and settings a test may change. */
export async function startUnloading() {
  const objects = new MemoryObjects();
  const settings: UnloadSettings = {};
  const time = { nowMs: NOW };
  const timestream = await startTimestream({ clock: () => time.nowMs, objects, unload: settings });
  await timestream.createTable();
  await fill(timestream);
  return {
    timestream,
    objects,
    settings,
    time,
    /** Removes what a test has set and written. */
    reset(): void {
      for (const name of ['pollWaitMs', 'minimumPolls', 'perSecond', 'afterFile'] as const)
        Reflect.deleteProperty(settings, name);
      objects.byUrl.clear();
    },
    send: (QueryString: string, more: { NextToken?: string | undefined; ClientToken?: string } = {}) =>
      timestream.querying.send(new QueryCommand({ QueryString, ...more })),
    async unload(sql: string): Promise<Unloaded> {
      const [row] = await timestream.rows(sql);
      const [rows, metadataFile, manifestFile] = v.parse(v.tuple([v.string(), v.string(), v.string()]), row);
      const manifest = v.parse(manifestSchema, JSON.parse(objects.text(manifestFile)));
      const files = manifest.result_files.map(({ url }) => url);
      return { rows: Number(rows), metadataFile, manifestFile, manifest, files };
    },
    /** The rows of CSV files, in the order in which they stand there. */
    read: (files: readonly string[]) => files.flatMap((url) => parseCsv(objects.text(url))),
  };
}

async function fill({ service }: Harness): Promise<void> {
  for (let start = 0; start < ROWS; start += 100)
    await service.call('WriteRecords', {
      DatabaseName: DATABASE,
      TableName: TABLE,
      CommonAttributes: { MeasureName: 'm', MeasureValueType: 'MULTI' },
      Records: Array.from({ length: 100 }, (_, index) => ({
        Dimensions: [{ Name: 'device_id', Value: `d${(start + index) % 3}` }],
        Time: String(NOW - start - index),
        MeasureValues: [{ Name: 'n', Type: 'BIGINT', Value: String(start + index) }],
      })),
    });
}

/** The first column of rows, in order. */
export function numbers(rows: (string | null)[][]): number[] {
  return rows.map(([n]) => Number(n)).toSorted((a, b) => a - b);
}

export const EVERY = Array.from({ length: ROWS }, (_, index) => index);
