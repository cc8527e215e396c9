import type { ApiArtifact, FunctionsArtifact, TableDefinition } from '../../build/artifacts.ts';
import { buildApi } from '../../build/api.ts';
import { updateApi } from '../stack/resources/api.ts';
import { ensureTables } from '../stack/resources/tables.ts';
import type { Stack } from '../stack/stack.ts';
import { Refused } from './refused.ts';

export interface ApiReload {
  /**
   * Builds the API and puts it in force where it is another one; the one before goes on where that fails.
   * @param isOvertaken ends it: what was built is old
   * @returns whether another one is in force now, and what a person must do for the rest
   * @throws Refused
   */
  update(isOvertaken: () => boolean): Promise<{ changed: boolean; notes: readonly string[] }>;
}

/** @param functions those that run */
export function apiReload(
  projectRoot: string,
  { services, addresses }: Pick<Stack, 'services' | 'addresses'>,
  { api, functions }: { api: ApiArtifact; functions: FunctionsArtifact },
): ApiReload {
  let inForce = api;
  const put = (wanted: ApiArtifact): Promise<void> =>
    updateApi(services, { api: wanted, functions, userPoolId: addresses.userPoolId });

  return {
    async update(isOvertaken) {
      const built = await buildApi(projectRoot).catch((error: unknown) => {
        throw new Refused(messageOf(error), { cause: error });
      });
      if (isOvertaken() || isSame(built, inForce)) return { changed: false, notes: [] };
      requireFunctions(built, functions);
      await ensureTables(services.dynamodb.call, built.tables);
      const notes = notesOn(inForce.tables, built.tables);
      try {
        await put(built);
      } catch (error) {
        await put(inForce);
        throw new Refused(`AppSync refuses it: ${messageOf(error)}`, { cause: error });
      }
      inForce = built;
      return { changed: true, notes };
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Both are what the build makes, member by member in the same order. */
const isSame = (one: ApiArtifact, other: ApiArtifact): boolean => JSON.stringify(one) === JSON.stringify(other);

function requireFunctions({ dataSources }: ApiArtifact, functions: FunctionsArtifact): void {
  const missing = Object.entries(dataSources).flatMap(([name, source]) =>
    source.type === 'AWS_LAMBDA' && !Object.hasOwn(functions, source.function)
      ? [
          `resolvers/wiring.ts (restart) the data source ${name} calls functions/${source.function}, which a start makes`,
        ]
      : [],
  );
  if (missing.length > 0) throw new Refused(missing.join('\n'));
}

type Tables = Readonly<Record<string, TableDefinition>>;

/** A table that is there keeps its keys, as its data does. */
function notesOn(before: Tables, after: Tables): string[] {
  const keysOf = (table: TableDefinition | undefined) => JSON.stringify({ ...table, purpose: '' });
  return Object.keys(after)
    .filter((name) => before[name] && keysOf(before[name]) !== keysOf(after[name]))
    .map((name) => `the table ${name} keeps its old keys until \`make clean-data\` and a restart`);
}
