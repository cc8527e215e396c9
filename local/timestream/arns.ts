import { localArn } from '../shared/arns.ts';

const PREFIX = localArn('timestream', 'database/');

export function databaseArn(database: string): string {
  return `${PREFIX}${database}`;
}

export function tableArn(database: string, table: string): string {
  return `${databaseArn(database)}/table/${table}`;
}

/** The database, and the table where there is one, that an ARN names; `undefined` for an ARN of something else. */
export function resourceOf(arn: string): { readonly database: string; readonly table: string | undefined } | undefined {
  if (!arn.startsWith(PREFIX)) return undefined;
  const [database = '', kind, table, ...rest] = arn.slice(PREFIX.length).split('/');
  if (kind === undefined) return { database, table: undefined };
  return kind === 'table' && table !== undefined && rest.length === 0 ? { database, table } : undefined;
}
