import * as v from 'valibot';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** A table that a plan would destroy with all readings in it. */
export interface LostTable {
  /** What `kept_readings_stores` calls it. */
  store: 'timestream' | 'dynamodb';
  name: string;
}

/** What a plan would do to one resource. Source: Terraform, "JSON Output Format". */
const Change = v.object({
  address: v.string(),
  type: v.string(),
  change: v.object({ actions: v.array(v.string()), before: v.unknown() }),
});
const Plan = v.object({ resource_changes: v.optional(v.array(Change), []) });
const TimestreamTable = v.object({ database_name: v.string(), table_name: v.string() });
const DynamoDbTable = v.object({ name: v.string() });

/**
 * The tables of readings that a plan would destroy, also to make them anew.
 * @param plan as `terraform show -json` has it
 */
export function lostReadings(plan: unknown): LostTable[] {
  return v.parse(Plan, plan).resource_changes.flatMap(({ address, type, change: { actions, before } }): LostTable[] => {
    if (!address.startsWith('module.readings.') || !actions.includes('delete')) return [];
    if (type === 'aws_timestreamwrite_table') {
      const { database_name, table_name } = v.parse(TimestreamTable, before);
      return [{ store: 'timestream', name: `${database_name}/${table_name}` }];
    }
    return type === 'aws_dynamodb_table' ? [{ store: 'dynamodb', name: v.parse(DynamoDbTable, before).name }] : [];
  });
}

/** Says in so many words what would be lost, and how it is kept. Nothing where nothing is. */
export function lossNotice(environment: string, lost: readonly LostTable[]): string | undefined {
  if (lost.length === 0) return undefined;
  return [
    'THIS DESTROYS READINGS. With all that was ever stored in it, and for ever, goes',
    ...lost.map(({ store, name }) => `  - the table ${name} of ${NAMES[store]}.`),
    `To keep ${lost.length > 1 ? 'them' : 'it'} beside the store in use, set in terraform/environments/${environment}.tfvars:`,
    `  kept_readings_stores = ${JSON.stringify(lost.map(({ store }) => store))}`,
  ].join('\n');
}

const NAMES = { timestream: 'Timestream', dynamodb: 'DynamoDB' } as const;
const Deployed = v.optional(v.object({ tables: v.optional(v.boolean(), true), readings: v.optional(v.boolean()) }));

/**
 * Why a plan that destroys readings must not be applied, if so.
 * @param deployed the output `deletion_protection` of what was applied last; undefined where nothing is deployed
 */
export function lossProblem(environment: string, lost: readonly LostTable[], deployed: unknown): string | undefined {
  const protection = v.parse(Deployed, deployed);
  // An environment of before readings had protection of their own: that of its tables was meant for all data.
  if (lost.length === 0 || !(protection?.readings ?? protection?.tables ?? false)) return undefined;
  return [
    `${environment} is protected, and its readings with it. To have them destroyed, for ever:`,
    `  1. in terraform/environments/${environment}.tfvars, set \`deletion_protection = false\`, and what else was changed back;`,
    `  2. make deploy ENV=${environment}`,
    '  3. change it again, and deploy that.',
  ].join('\n');
}

/**
 * Asks for each table that would be lost, beside whatever else a person has agreed to.
 * @throws Error where anything of it is not agreed to
 */
export async function consentToLoss(
  lost: readonly LostTable[],
  { yes, destroyReadings }: Pick<Settings, 'yes' | 'destroyReadings'>,
  { confirm }: Pick<Terminal, 'confirm'>,
): Promise<void> {
  for (const { name } of lost) {
    if (destroyReadings === name) continue;
    if (yes) throw new Error(`Nothing was changed: YES=1 is no word about readings. DESTROY_READINGS=${name} is.`);
    if ((await confirm?.(`Destroy all readings in ${name}, for ever?`, name)) !== true)
      throw new Error('Nothing was changed.');
  }
}
