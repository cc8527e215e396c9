import { describeCrashes } from './testing/crash-cases.ts';
import { inDynamoDb } from './testing/readings.ts';

// What comes before and after has nothing to do with where readings are.
describeCrashes('an export of readings in DynamoDB', inDynamoDb, [
  'CreateMultipartUploadCommand',
  'CompleteMultipartUploadCommand',
]);
