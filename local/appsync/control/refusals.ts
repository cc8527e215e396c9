import { AwsError } from '../../shared/aws-error.ts';
import { inputParser } from '../../shared/parse-input.ts';

export const badRequest = (message: string, fields: Readonly<Record<string, unknown>> = {}): AwsError =>
  new AwsError('BadRequestException', message, fields);

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, {}, 404);

export const unsupported = (what: string): AwsError => badRequest(`not supported here: ${what}`);

/** Parses an operation's input. Throws a {@link badRequest} that names the member. */
export const parseInput = inputParser(badRequest);

/** Refuses members that ask for what is not there. */
export function refuseMembers(input: unknown, names: readonly string[]): void {
  if (typeof input !== 'object' || input === null) return;
  const [name] = Object.entries(input).find(([key, value]) => names.includes(key) && asksForSomething(value)) ?? [];
  if (name !== undefined) throw unsupported(name);
}

/** The AWS provider for Terraform sends some members empty. */
function asksForSomething(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== 0 && value !== false;
}
