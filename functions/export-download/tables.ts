import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { ExportRow } from '../shared/exports/row.ts';
import type { DownloadTables } from './find-download.ts';

const SharedExport = v.pick(ExportRow, ['status', 'recipients', 'files', 'deletedAt', 'expiresAt']);
const Identity = v.object({ status: v.string() });

/** Reads what is so now: a suspension, a cancellation or a deletion holds from the next click on. */
export function downloadTables({
  client,
  exports,
  identities,
}: {
  client: DynamoDBClient;
  exports: string;
  identities: string;
}): DownloadTables {
  async function read(TableName: string, key: { organizationId: string; id: string }): Promise<unknown> {
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true }));
    return Item && unmarshall(Item);
  }

  return {
    async export(organizationId, id) {
      const row = await read(exports, { organizationId, id });
      return row === undefined ? undefined : v.parse(SharedExport, row);
    },
    async isActive(organizationId, id) {
      const identity = await read(identities, { organizationId, id });
      return identity !== undefined && v.parse(Identity, identity).status === 'ACTIVE';
    },
  };
}
