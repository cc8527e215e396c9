import { join } from 'node:path';
import { anyRole } from '../../shared/testing/roles.ts';
import { silentLog } from '../../shared/log.ts';
import { createSqs } from '../../sqs/sqs.ts';
import { createIot } from '../iot.ts';

/** Run as a process that a test kills: a broker whose rule fills a queue. Prints its port. */
const directory = process.argv[2];
if (directory === undefined) throw new Error('The directory is missing');
const sqs = await createSqs({
  directory: join(directory, 'sqs'),
  log: silentLog,
  queueUrlBase: () => 'http://127.0.0.1',
});
await sqs.call('CreateQueue', { QueueName: 'readings' });
const deliver = (queue: string, message: string) => sqs.deliver(queue, message);
const iot = await createIot({
  directory: join(directory, 'iot'),
  port: 0,
  tlsPort: 0,
  host: '127.0.0.1',
  log: silentLog,
  deliver,
  roles: anyRole,
});
await iot.call('CreateTopicRule', {
  ruleName: 'readings',
  topicRulePayload: {
    sql: "SELECT encode(*, 'base64') AS payload FROM 'dt/sonde/+/+'",
    awsIotSqlVersion: '2016-03-23',
    actions: [
      { sqs: { queueUrl: 'http://127.0.0.1/000000000000/readings', roleArn: 'arn:aws:iam::000000000000:role/rule' } },
    ],
  },
});
process.stdout.write(`${iot.port}\n`);
