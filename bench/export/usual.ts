import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import { paginateQuery, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { Upload } from '@aws-sdk/lib-storage';
import { stringify } from 'csv-stringify';
import { formatTime } from '../../functions/shared/time.ts';
import { READINGS } from '../../local/stack/names.ts';
import { assignment, report } from './child.ts';
import { BEGIN, DEVICES, endOf, ORGANIZATION_ID } from './data.ts';

/** The usual way to export: page the query to its end, and pipe its rows through `csv-stringify` and gzip into an upload of lib-storage. */

const { rows, buckets } = assignment();
const begun = performance.now();
let firstRowAt = 0;
let count = 0;
let bytes = 0;
const devices = new Map(DEVICES.map(({ id, name, units }) => [id, { name, units: new Map<string, string>(units) }]));
const QUERY = `
  SELECT time, device_id, measure_name, value, text
  FROM "${READINGS.database}"."${READINGS.table}"
  WHERE organization_id = '${ORGANIZATION_ID}'
    AND time >= '${timestamp(BEGIN)}' AND time < '${timestamp(endOf(rows))}'`;

function timestamp(time: bigint): string {
  return formatTime(time).replace('T', ' ').replace('Z', '');
}

async function* records(): AsyncGenerator<string[]> {
  const client = new TimestreamQueryClient();
  for await (const { Rows = [] } of paginateQuery({ client, pageSize: 1000 }, { QueryString: QUERY })) {
    firstRowAt ||= performance.now();
    for (const { Data = [] } of Rows) {
      const [time = '', id = '', metric = '', value = '', text = ''] = Data.map(({ ScalarValue }) => ScalarValue ?? '');
      const device = devices.get(id);
      if (!device) continue;
      count += 1;
      const iso = `${time.replace(' ', 'T').replace(/\.?(000){1,3}$/, '')}Z`;
      yield [iso, id, device.name, metric, device.units.get(metric) ?? '', value, text];
    }
  }
}

const key = `${ORGANIZATION_ID}/usual/readings.csv.gz`;
const columns = ['time', 'device_id', 'device_name', 'metric', 'unit', 'value', 'text'];
const csv = stringify({ header: true, columns, record_delimiter: 'windows', escape_formulas: true });
const body = new PassThrough();
body.on('data', (chunk: Buffer) => (bytes += chunk.length));
const upload = new Upload({ client: new S3Client(), params: { Bucket: buckets.exports, Key: key, Body: body } });
await Promise.all([pipeline(Readable.from(records()), csv, createGzip(), body), upload.done()]);
report({
  rows: count,
  bytes,
  key,
  milliseconds: performance.now() - begun,
  extractionMilliseconds: firstRowAt - begun,
});
