import { settledAtOnce, settledInPart, startDynamoDb } from './testing/stores.ts';
import { describeStore } from './testing/suite/index.ts';

describeStore('readings in DynamoDB that are not merged', startDynamoDb);
describeStore('readings in DynamoDB that are merged', settledAtOnce(startDynamoDb));
describeStore('readings in DynamoDB of which some are merged', settledInPart(startDynamoDb));
