import { silentLog } from '../../shared/log.ts';
import { createSqs } from '../sqs.ts';

/** Run as a process that a test kills: sends without end, and prints the body of every message that was accepted. */
const directory = process.argv[2];
if (directory === undefined) throw new Error('The directory is missing');
const sqs = await createSqs({ directory, log: silentLog, queueUrlBase: () => '' });
await sqs.call('CreateQueue', { QueueName: 'readings' });
let next = 0;
async function sendForever(): Promise<never> {
  for (;;) {
    const body = String(next++);
    await sqs.deliver('readings', body);
    process.stdout.write(`${body}\n`);
  }
}
await Promise.all([sendForever(), sendForever(), sendForever()]);
