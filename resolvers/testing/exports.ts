import { marshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import {
  CancelExportDocument,
  DeleteExportDocument,
  RequestExportDocument,
  type ExportFieldsFragment,
  type RequestExportInput,
} from '../../examples/generated/documents.ts';
import { toPlainItem, wireItem } from '../../local/appsync/data-sources/dynamodb/attribute-values.ts';
import { physicalName } from '../../local/stack/names.ts';
import type { TableName } from '../tables.ts';
import { startApi, type TestApi } from './api.ts';
import { caller, device, identity, membership, ORGANIZATION } from './rows.ts';

export const OTHER_ORGANIZATION = '01JZ8Q6V5X3M9T2B7C4D1E0F8B';
export const COLLEAGUE = '01JZ8Q6V5X3M9T2B7C4D1E0F8K';
const SUSPENDED = '01JZ8Q6V5X3M9T2B7C4D1E0F8M';
const STRANGER = '01JZ8Q6V5X3M9T2B7C4D1E0F8N';
/** An administrator of another organization. */
export const stranger = { ...caller, claims: { organization_id: OTHER_ORGANIZATION, identity_id: STRANGER } };

/** When every test begins. */
export const START = Date.parse('2026-11-22T23:00:00Z');
export const DAY = 86_400_000;
export const period = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00.000000001+01:00' };

/** The API with two organizations: that of {@link caller} has a colleague (bea), a suspended one (cy) and a device; the stranger is dee. */
export class ExportsApi {
  /** Milliseconds since 1970. */
  now = START;
  /** What was invoked: function, payload, type. */
  invocations: unknown[] = [];
  /** What was published as events of exports. */
  readonly events: unknown[] = [];
  /** What functions answer. */
  answer: (functionName: string) => unknown = () => null;
  readonly api: TestApi;

  private constructor(api: TestApi) {
    this.api = api;
  }

  static async start(): Promise<ExportsApi> {
    const started: { self?: ExportsApi } = {};
    const self = (): ExportsApi => {
      if (!started.self) throw new Error('not yet started');
      return started.self;
    };
    const api = await startApi({
      clock: () => self().now,
      lambda: {
        async invoke(functionName, payload, type = 'RequestResponse') {
          self().invocations.push([functionName, payload, type]);
          return { payload: await Promise.resolve(functionName).then(self().answer) };
        },
      },
      listener: {
        published: (_, { field, value }) => {
          if (field === 'publishExport') self().events.push(JSON.parse(JSON.stringify(value)) as unknown);
        },
        invalidated: () => undefined,
      },
    });
    started.self = new ExportsApi(api);
    await started.self.#fill();
    return started.self;
  }

  async #fill(): Promise<void> {
    await this.put('devices', device);
    for (const row of [
      identity,
      { ...identity, id: COLLEAGUE, email: 'bea@example.com' },
      { ...identity, id: SUSPENDED, email: 'cy@example.com', status: 'SUSPENDED' },
      { ...identity, organizationId: OTHER_ORGANIZATION, id: STRANGER, email: 'dee@example.com' },
    ]) {
      const { organizationId, email, id } = row;
      await this.put('identities', row);
      await this.put('memberships', { ...membership, organizationId, email, identityId: id });
    }
  }

  async put(table: TableName, item: object): Promise<void> {
    const Item = marshall(item, { removeUndefinedValues: true });
    await this.api.dynamodb('PutItem', { TableName: physicalName(table), Item });
  }

  async rows(table: TableName): Promise<Record<string, unknown>[]> {
    const answer = await this.api.dynamodb('Scan', { TableName: physicalName(table) });
    const { Items } = v.parse(v.object({ Items: v.array(wireItem) }), answer);
    return Items.map((item) => v.parse(v.record(v.string(), v.unknown()), toPlainItem(item)));
  }

  /** The entries of the ledger of all organizations, by name. */
  async ledger(): Promise<Record<string, unknown>> {
    const entries = await this.rows('exportLedger');
    return Object.fromEntries(entries.map(({ organizationId: _, entry, ...rest }) => [String(entry), rest] as const));
  }

  /** Sets attributes of an export, as the worker does. */
  async change(id: string, changes: object): Promise<void> {
    const row = (await this.rows('exports')).find((each) => each.id === id);
    await this.put('exports', { ...row, ...changes });
  }

  ask(more: Partial<RequestExportInput> = {}, who = caller) {
    return this.api.ask(who, RequestExportDocument, { input: { ...period, ...more } });
  }

  /** Asks for an export, which must be granted. */
  async requested(more: Partial<RequestExportInput> = {}): Promise<ExportFieldsFragment> {
    const { data, errors } = await this.ask(more);
    if (!data) throw new Error(errors.join());
    return data.requestExport;
  }

  cancel(id: string, who = caller) {
    return this.api.ask(who, CancelExportDocument, { id });
  }

  delete(id: string, who = caller) {
    return this.api.ask(who, DeleteExportDocument, { id });
  }

  /** Asks as the worker does. */
  publish(id: string): Promise<unknown> {
    const selection = 'organizationId id export { id status version files { name url } }';
    return this.api.askAsFunction(
      ['Mutation.publishExport'],
      `mutation ($organizationId: ID!, $id: ID!) {
  publishExport(organizationId: $organizationId, id: $id) { ${selection} }
}`,
      { organizationId: ORGANIZATION, id },
    );
  }
}

/** What is said of an export that is not there. */
export const missing = (id: string) => [`NotFoundError: There is no export with the id "${id}".`];
