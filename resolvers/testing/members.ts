import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { SondeError } from '../../functions/shared/errors.ts';
import { admit } from '../../functions/pre-token-generation/admit.ts';
import { registryTables } from '../../functions/pre-token-generation/registry-tables.ts';
import { toPlainItem, wireItem } from '../../local/appsync/data-sources/dynamodb/attribute-values.ts';
import type { CognitoIdentity } from '../../local/appsync/types.ts';
import { clientOptions, serve } from '../../local/shared/testing/serve.ts';
import { physicalName } from '../../local/stack/names.ts';
import type { AccountRow, IdentityRow, MembershipRow, OrganizationRow } from '../shared/rows.ts';
import type { TableName } from '../tables.ts';
import { startApi } from './api.ts';
import { caller } from './rows.ts';

/** A user of the pool: what Cognito knows of them, and the token that they got last. */
export interface User {
  readonly sub: string;
  email: string;
  session?: CognitoIdentity;
}

/** The rows of some organizations, as far as they say who may sign in where. */
export interface Registry {
  organizations: OrganizationRow[];
  identities: IdentityRow[];
  memberships: MembershipRow[];
  accounts: AccountRow[];
  events: { organizationId: string; action: string; actor: { identityId: string } }[];
}

/** The API and the trigger that gives tokens, on the same tables. */
export async function startMembers() {
  let now = Date.now();
  const api = await startApi({
    clock: () => now,
    lambda: { invoke: () => Promise.resolve({ payload: null }) },
    listener: { published: () => undefined, invalidated: () => undefined },
  });
  const served = await serve(api.service);
  const client = new DynamoDBClient({ ...clientOptions(served.url), maxAttempts: 5 });
  const registry = registryTables({
    client,
    organizations: physicalName('organizations'),
    identities: physicalName('identities'),
    memberships: physicalName('memberships'),
    accounts: physicalName('accounts'),
    auditEvents: physicalName('auditEvents'),
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

  async function put(table: TableName, item: object): Promise<void> {
    await api.dynamodb('PutItem', { TableName: physicalName(table), Item: marshall(item) });
  }

  async function rowsOf(table: TableName): Promise<unknown[]> {
    const { Items } = v.parse(
      v.object({ Items: v.array(wireItem) }),
      await api.dynamodb('Scan', { TableName: physicalName(table) }),
    );
    return Items.map((item) => toPlainItem(item));
  }

  return {
    /** Lets time pass, in ms. */
    wait(time: number): void {
      now += time;
    },
    /** Makes an organization with one invited administrator. @returns its id */
    async found(email: string): Promise<string> {
      const [organizationId, id] = [ulid(), ulid()];
      const time = new Date(now).toISOString();
      const stamps = { createdAt: time, updatedAt: time, version: 1 };
      await put('organizations', { id: organizationId, name: `Of ${email}`, activeAdministrators: 0, ...stamps });
      const person = { kind: 'PERSON', name: 'Founder', role: 'ADMINISTRATOR', locale: 'en', status: 'INVITED' };
      await put('identities', { organizationId, id, email, ...person, ...stamps });
      await put('memberships', { email, organizationId, identityId: id });
      return organizationId;
    },
    /** Gives a user a token, as Cognito does at a sign-in and at a refresh. @returns whether they got one */
    async signIn(user: User): Promise<boolean> {
      const person = { sub: user.sub, email: user.email, name: undefined };
      try {
        const { organizationId, id, role } = await admit(person, {
          registry,
          signUp: 'invited',
          now: () => new Date(now),
          log,
        });
        const claims = { organization_id: organizationId, identity_id: id, verified_email: person.email };
        user.session = { ...caller, sub: user.sub, username: user.sub, claims, groups: [role] };
        return true;
      } catch (error) {
        if (error instanceof SondeError) return false;
        throw error;
      }
    },
    /** Asks as a user, by the token that they got last. Nothing is answered without one. */
    async ask<Data, Variables extends object>(
      { session }: User,
      document: TypedDocumentNode<Data, Variables>,
      variables: Variables,
    ): Promise<{ data: Data | null; errors: string[] }> {
      return session ? api.ask(session, document, variables) : { data: null, errors: ['no token'] };
    },
    /** All that there is of some organizations. */
    async read(organizationIds: readonly string[]): Promise<Registry> {
      const [organizations, identities, memberships, accounts, events] = await Promise.all(
        (['organizations', 'identities', 'memberships', 'accounts', 'auditEvents'] as const).map(rowsOf),
      );
      const all = { organizations, identities, memberships, accounts, events } as Record<string, unknown[]>;
      const of = (row: unknown) => {
        const { organizationId, id } = row as { organizationId?: string; id: string };
        return organizationIds.includes(organizationId ?? id);
      };
      return Object.fromEntries(
        Object.entries(all).map(([name, rows]) => [name, rows.filter(of)]),
      ) as unknown as Registry;
    },
    async close(): Promise<void> {
      client.destroy();
      await served.close();
      await api.close();
    },
  };
}

export type Members = Awaited<ReturnType<typeof startMembers>>;
