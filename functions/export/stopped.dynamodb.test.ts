import { describeStops } from './testing/stopped-cases.ts';
import { inDynamoDb } from './testing/readings.ts';

describeStops('an export of readings in DynamoDB', inDynamoDb);
