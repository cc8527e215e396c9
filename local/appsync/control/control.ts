import { randomInt } from 'node:crypto';
import type { Roles } from '../../shared/ports.ts';
import type { RestOperations } from '../../shared/rest-service.ts';
import type { UserPool } from '../auth/jwt.ts';
import type { CodeLibrary } from '../runtime/code-library.ts';
import type { RuntimeHost } from '../runtime/host.ts';
import type { ApiRecord, Records } from './records.ts';
import { notFound } from './refusals.ts';

/** What the operations of the control plane work with. */
export interface Control {
  readonly records: Records;
  readonly code: CodeLibrary;
  readonly host: RuntimeHost;
  readonly roles: Roles;
  readonly userPools: { find(poolId: string): UserPool | undefined };
  /** The GraphQL address of an API. */
  readonly url: (apiId: string) => string;
  /** Says that an API is another one from now on, or is no more. */
  readonly changed: (apiId: string) => void;
}

export type ControlOperations = (control: Control) => RestOperations;

export function requireApi({ records }: Control, apiId: string): ApiRecord {
  const api = records.apis.get(apiId);
  if (!api) throw notFound(`GraphQL API ${apiId} not found.`);
  return api;
}

const ID_LENGTH = 26;

/** An id as AppSync gives APIs and functions, and an API key after its `da2-`. */
export function newId(): string {
  return Array.from({ length: ID_LENGTH }, () => randomInt(36).toString(36)).join('');
}
