import { AwsError } from '../../../shared/aws-error.ts';
import type { Source } from './operation.ts';

/**
 * Refuses tables that the data source's role would not reach on AWS.
 * @throws {AwsError} AccessDeniedException
 */
export function checkTables({ table, tables }: Source, operation: string, named: readonly string[]): void {
  const denied = named.find((name) => name !== table && !tables.includes(name));
  if (denied === undefined) return;
  const message = `The data source's role is not authorized to perform: dynamodb:${operation} on the table ${denied}`;
  throw new AwsError('AccessDeniedException', message);
}
