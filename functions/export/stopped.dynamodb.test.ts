import { describeStops } from './testing/stopped-cases.ts';
import { inDynamoDb } from './testing/readings.ts';

// What comes before and after has nothing to do with where readings are.
describeStops('an export of readings in DynamoDB', inDynamoDb, [
  'CreateMultipartUploadCommand',
  'CompleteMultipartUploadCommand',
]);
