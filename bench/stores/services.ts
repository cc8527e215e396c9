import { join } from 'node:path';
import * as v from 'valibot';
import { createDynamoDb } from '../../local/dynamodb/index.ts';
import { createS3 } from '../../local/s3/index.ts';
import { consoleLog } from '../../local/shared/log.ts';
import { awsEndpoint } from '../../local/stack/endpoint.ts';
import { listen } from '../../local/stack/http-server.ts';
import { ensureReadingsDatabase, ensureReadingsTable } from '../../local/stack/resources/readings.ts';
import { createTimestream } from '../../local/timestream/index.ts';
import { Meter } from './metered.ts';

/**
 * One store in a process of its own, Timestream with S3, or DynamoDB. The arguments are which one, the folder of its data and that of S3's. Tells its
 * port; at `count` begins to count what it is asked, at `tell` tells that, and ends when it is disconnected.
 */
const Arguments = v.tuple([v.picklist(['timestream', 'dynamodb']), v.string(), v.string()]);

/** Nothing is to be deleted while something is measured. In ms. */
const NEVER = 2 ** 31 - 1;

const [kind, directory, objects] = v.parse(Arguments, process.argv.slice(2));
const services = kind === 'timestream' ? await timestreamWithS3() : [await dynamodb()];
const meter = new Meter();
const metered = services.map((service) => meter.of(service));
const server = await listen(0, '', () => awsEndpoint(metered));
process.on('message', (message) => {
  if (message === 'count') meter.begin();
  if (message === 'tell') process.send?.(meter.end());
});
process.send?.({ port: server.port });
process.once('disconnect', () => {
  void server.close().then(async () => {
    for (const service of services) await service.close();
  });
});

async function timestreamWithS3() {
  const s3 = await createS3({ directory: objects, log: consoleLog, secretOf: () => undefined });
  const timestream = await createTimestream({ directory: join(directory, kind), log: consoleLog, objects: s3.objects });
  await ensureReadingsDatabase(timestream.call);
  return [timestream, s3];
}

async function dynamodb() {
  const service = await createDynamoDb({ directory: join(directory, kind), log: consoleLog, sweepInterval: NEVER });
  await ensureReadingsTable(service.call);
  return service;
}
