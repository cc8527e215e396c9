import { silentLog } from '../../shared/log.ts';
import { serve } from '../../shared/testing/serve.ts';
import { createS3 } from '../index.ts';
import { BUCKET } from './start.ts';

/** A process to be killed: serves the folder that its argument names, and says where. */
const [, , directory = ''] = process.argv;
const s3 = await createS3({ directory, log: silentLog, secretOf: () => undefined });
await s3.createBucket(BUCKET);
const { url } = await serve(s3);
process.send?.({ url });
