import type { ApiArtifact } from '../artifacts.ts';
import { accessOf } from './dynamodb-access.ts';

/** Where the rights of a DynamoDB data source are not exactly those that the code on it needs, table by table, or that cannot be told. */
export function findWrongAccess({
  dataSources,
  functions,
  resolvers,
}: Pick<ApiArtifact, 'dataSources' | 'functions' | 'resolvers'>): string[] {
  const units = Object.entries(resolvers).flatMap(([name, each]) =>
    each.kind === 'UNIT' ? [[name, each] as const] : [],
  );
  const code = [...Object.entries(functions), ...units];
  return Object.entries(dataSources).flatMap(([name, source]) => {
    if (source.type !== 'AMAZON_DYNAMODB') return [];
    const needed = new Set<string>();
    const unclear: string[] = [];
    for (const [unit, each] of code) {
      if (each.dataSource !== name) continue;
      const access = accessOf(each.code);
      unclear.push(...access.unclear.map((problem) => `${unit}: ${problem}`));
      for (const action of access.own) needed.add(right(`dynamodb:${action}`, source.table));
      for (const [table, actions] of access.named) {
        for (const action of actions) needed.add(right(`dynamodb:${action}`, table));
      }
    }
    const given = Object.entries(source.rights).flatMap(([table, actions]) =>
      actions.map((action) => right(action, table)),
    );
    return [
      ...unclear,
      ...difference(needed, given).map((each) => `data source ${name} lacks ${each}`),
      ...difference(given, needed).map((each) => `data source ${name} has ${each}, which no code needs`),
    ];
  });
}

const right = (action: string, table: string) => `${action} on the table ${table}`;

function difference(some: Iterable<string>, others: Iterable<string>): string[] {
  const known = new Set(others);
  return [...some].filter((each) => !known.has(each));
}
