import * as v from 'valibot';
import { localArn } from '../shared/arns.ts';
import type { Collections } from '../shared/records.ts';
import type { Clock } from '../shared/service.ts';
import { tagMap } from '../shared/tags.ts';
import { invalidArn, invalidState, notFound, unsupported } from './errors.ts';
import { managedAliases, managedKeys } from './managed.ts';

const key = v.object({
  id: v.string(),
  description: v.string(),
  /** Milliseconds since the epoch, as all moments here. */
  created: v.number(),
  enabled: v.boolean(),
  policy: v.string(),
  tags: tagMap,
  /** Absent where the key is not rotated. */
  rotation: v.optional(v.object({ days: v.number(), from: v.number() })),
  /** When the key will be gone; absent where it is to stay. */
  deletion: v.optional(v.number()),
});
const alias = v.object({ name: v.string(), keyId: v.string(), created: v.number(), updated: v.number() });

export const schemas = { keys: key, aliases: alias };
export type Key = v.InferOutput<typeof key>;
export type Alias = v.InferOutput<typeof alias>;

export const keyArn = (id: string): string => localArn('kms', `key/${id}`);
export const aliasArn = (name: string): string => localArn('kms', name);

/** The keys and aliases of the account: its own, and those that AWS manages. */
export class Keys {
  readonly records: Collections<typeof schemas>;
  readonly #clock: Clock;

  constructor(records: Collections<typeof schemas>, clock: Clock) {
    this.records = records;
    this.#clock = clock;
  }

  /** In the order of their ids. */
  async list(): Promise<Key[]> {
    await this.#forget();
    return [...managedKeys.values(), ...this.records.keys.list()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** In the order of their names. */
  async aliases(): Promise<Alias[]> {
    await this.#forget();
    return [...managedAliases.values(), ...this.records.aliases.list()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  alias(name: string): Alias | undefined {
    return managedAliases.get(name) ?? this.records.aliases.get(name);
  }

  /** By its id or its ARN. Rejects with `NotFoundException`, `InvalidArnException`. */
  async require(keyId: string): Promise<Key> {
    await this.#forget();
    const id = resourceOf(keyId).replace(/^key\//, '');
    if (id.startsWith('alias/')) throw invalidArn(`Invalid keyId ${keyId}: an alias is no key here.`);
    const found = managedKeys.get(id) ?? this.records.keys.get(id);
    if (!found) throw notFound(`Key '${keyArn(id)}' does not exist`);
    return found;
  }

  /** By an alias or its ARN, too. */
  async requireByAnyName(keyId: string): Promise<Key> {
    const name = resourceOf(keyId);
    if (!name.startsWith('alias/')) return this.require(keyId);
    await this.#forget();
    const found = this.alias(name);
    if (!found) throw notFound(`Alias ${aliasArn(name)} is not found.`);
    return this.require(found.keyId);
  }

  /** One that the account may change. Rejects with `UnsupportedOperationException` for a key that AWS manages, and where it is to be deleted. */
  async requireOwn(keyId: string): Promise<Key> {
    const found = await this.require(keyId);
    if (managedKeys.has(found.id)) throw unsupported(`${keyArn(found.id)} is managed by AWS.`);
    if (found.deletion !== undefined) throw invalidState(`${keyArn(found.id)} is pending deletion.`);
    return found;
  }

  async put(changed: Key): Promise<void> {
    await this.records.keys.put(changed.id, changed);
  }

  /** What is due is deleted when somebody looks: no timer is needed for weeks. */
  async #forget(): Promise<void> {
    const now = this.#clock();
    for (const { id, deletion } of this.records.keys.list()) {
      if (deletion === undefined || deletion > now) continue;
      await this.records.keys.delete(id);
      const gone = this.records.aliases.list().filter(({ keyId }) => keyId === id);
      await Promise.all(gone.map(({ name }) => this.records.aliases.delete(name)));
    }
  }
}

/** `key/<id>`, `alias/<name>` or an id. */
function resourceOf(keyId: string): string {
  if (!keyId.startsWith('arn:')) return keyId;
  const prefix = localArn('kms', '');
  const resource = keyId.slice(prefix.length);
  if (!keyId.startsWith(prefix) || !/^(?:key|alias)\/./.test(resource)) throw invalidArn(`Invalid arn ${keyId}`);
  return resource;
}
