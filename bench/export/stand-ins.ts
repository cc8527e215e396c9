import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { consoleLog } from '../../local/shared/log.ts';
import { createS3 } from '../../local/s3/index.ts';
import { awsEndpoint } from '../../local/stack/endpoint.ts';
import { listen } from '../../local/stack/http-server.ts';
import { createTimestream } from '../../local/timestream/index.ts';
import { TIMESTREAM } from './data.ts';

/** Timestream and S3 in a process of their own, on the data in the directory that is the argument. Tells its port, and ends when it is disconnected. */

const [, , directory = ''] = process.argv;
await mkdir(directory, { recursive: true });
const s3 = await createS3({ directory: join(directory, 's3'), log: consoleLog, secretOf: () => undefined });
const timestream = await createTimestream({
  directory: join(directory, TIMESTREAM),
  log: consoleLog,
  objects: s3.objects,
});
const server = await listen(0, '', () => awsEndpoint([s3, timestream]));
process.send?.({ port: server.port });
process.once('disconnect', () => {
  void server
    .close()
    .then(() => timestream.close())
    .then(() => s3.close());
});
