import { describeCrashes } from './testing/crash-cases.ts';
import { inDynamoDb } from './testing/readings.ts';

describeCrashes('an export of readings in DynamoDB', inDynamoDb);
