import { silentLog } from '../../shared/log.ts';
import { anyRole } from '../../shared/testing/roles.ts';
import { createLambda } from '../lambda.ts';

/** Run as a process that a test kills: accepts one event whose attempt never ends, and says so. */
const [directory, file] = process.argv.slice(2);
if (directory === undefined || file === undefined) throw new Error('The directory or the file is missing');
const lambda = await createLambda({
  directory,
  log: silentLog,
  environment: () => ({}),
  roles: anyRole,
  concurrency: 0,
});
await lambda.invoke('f', { file }, 'Event');
process.stdout.write('accepted\n');
