import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { GetItemCommand, TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { accountsOf } from '../shared/accounts/accounts.ts';
import { identitiesAt } from '../shared/accounts/identities.ts';
import { membershipsOf } from '../shared/memberships.ts';
import type { Registry } from './registry.ts';
import { adoption, binding, changeOfAddress, foundation, type TableNames } from './transactions.ts';

export interface RegistryTables extends TableNames {
  client: DynamoDBClient;
}

const OrganizationRow = v.object({ name: v.string() });

/** The registry in DynamoDB. */
export function registryTables({ client, ...tables }: RegistryTables): Registry {
  return {
    // Two round trips, which every sign-in and every refresh waits for.
    async identitiesOf({ sub, email }) {
      const [accounts, memberships] = await Promise.all([
        accountsOf(sub, client, tables.accounts),
        membershipsOf(email, client, tables.memberships),
      ]);
      const keys = new Map([...memberships, ...accounts].map((key) => [key.identityId, key]));
      const identities = await identitiesAt([...keys.values()], client, tables.identities);
      const chosen = new Map(accounts.map(({ identityId, chosenAt }) => [identityId, chosenAt]));
      return identities.map((identity) => ({ ...identity, chosenAt: chosen.get(identity.id) }));
    },
    async organizationName(organizationId) {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tables.organizations,
          Key: marshall({ id: organizationId }),
          ConsistentRead: true,
        }),
      );
      return Item && v.parse(OrganizationRow, unmarshall(Item)).name;
    },
    bind: (identity, sub, now) => transact(client, binding(tables, identity, sub, now)),
    adopt: (identity, sub) => transact(client, adoption(tables, identity, sub)),
    move: (identity, person, now) => transact(client, changeOfAddress(tables, identity, person, now)),
    found: (founded, now) => transact(client, foundation(tables, founded, now)),
  };
}

/** Answers whether the conditions held; a transaction that was in another one's way is as good as overtaken. */
async function transact(client: DynamoDBClient, TransactItems: TransactWriteItem[]): Promise<boolean> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException && isOvertaken(error)) return false;
    throw error;
  }
}

function isOvertaken({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  return CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
}
