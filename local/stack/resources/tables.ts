import type { TableDefinition } from '../../../build/artifacts.ts';
import { unlessThere } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { physicalName } from '../names.ts';

export async function ensureTables(
  dynamodb: JsonCaller,
  tables: Readonly<Record<string, TableDefinition>>,
): Promise<void> {
  await Promise.all(
    Object.entries(tables).map(([name, definition]) => ensureTable(dynamodb, physicalName(name), definition)),
  );
}

async function ensureTable(dynamodb: JsonCaller, TableName: string, definition: TableDefinition): Promise<void> {
  const { timeToLive, indexes = {} } = definition;
  const keys = keySchema(definition);
  const GlobalSecondaryIndexes = Object.entries(indexes).map(([IndexName, index]) => ({
    IndexName,
    KeySchema: keySchema(index),
    Projection: { ProjectionType: 'KEYS_ONLY' },
  }));
  const attributes = [keys, ...GlobalSecondaryIndexes.map(({ KeySchema }) => KeySchema)]
    .flat()
    .map(({ AttributeName }) => AttributeName);
  const input = {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys,
    AttributeDefinitions: [...new Set(attributes)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    // An empty list is refused.
    ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
  };
  if (!(await unlessThere('ResourceInUseException', () => dynamodb('CreateTable', input)))) return;
  if (timeToLive !== undefined) {
    const TimeToLiveSpecification = { Enabled: true, AttributeName: timeToLive };
    await dynamodb('UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  }
}

function keySchema({ partitionKey, sortKey }: Pick<TableDefinition, 'partitionKey' | 'sortKey'>) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' }]),
  ];
}
