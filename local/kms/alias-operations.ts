import { AwsError } from '../shared/aws-error.ts';
import type { JsonOperations } from '../shared/json-service.ts';
import { pageOf } from '../shared/page.ts';
import type { Clock } from '../shared/service.ts';
import { limitExceeded, notFound } from './errors.ts';
import * as s from './schema.ts';
import { aliasArn, type Alias, type Keys } from './state.ts';

/** Source: AWS KMS Developer Guide, "Quotas", aliases of a key. */
const MAXIMUM_PER_KEY = 50;

/** The other names of keys. Source: AWS KMS API Reference. */
export function aliasOperations(keys: Keys, clock: Clock): JsonOperations {
  const { aliases } = keys.records;

  async function requireRoom(keyId: string): Promise<void> {
    const there = (await keys.aliases()).filter((alias) => alias.keyId === keyId);
    if (there.length >= MAXIMUM_PER_KEY) throw limitExceeded(`A key has at most ${MAXIMUM_PER_KEY} aliases.`);
  }

  function requireOwn(name: string): Alias {
    requireName(name);
    const found = aliases.get(name);
    if (!found) throw notFound(`Alias ${aliasArn(name)} is not found.`);
    return found;
  }

  return {
    CreateAlias: async (input) => {
      const { AliasName, TargetKeyId } = s.parseInput(s.aliasInput, input);
      requireName(AliasName);
      const { id } = await keys.requireOwn(TargetKeyId);
      await requireRoom(id);
      if (keys.alias(AliasName))
        throw new AwsError('AlreadyExistsException', `An alias with the name ${aliasArn(AliasName)} already exists`);
      const now = clock();
      await aliases.put(AliasName, { name: AliasName, keyId: id, created: now, updated: now });
      return {};
    },
    UpdateAlias: async (input) => {
      const { AliasName, TargetKeyId } = s.parseInput(s.aliasInput, input);
      const { id } = await keys.requireOwn(TargetKeyId);
      const alias = requireOwn(AliasName);
      if (alias.keyId !== id) await requireRoom(id);
      await aliases.put(AliasName, { ...alias, keyId: id, updated: clock() });
      return {};
    },
    DeleteAlias: async (input) => {
      const { name } = requireOwn(s.parseInput(s.deleteAliasInput, input).AliasName);
      await aliases.delete(name);
      return {};
    },
    ListAliases: async (input) => {
      const { KeyId, Limit, Marker } = s.parseInput(s.listAliasesInput, input);
      const id = KeyId === undefined ? undefined : (await keys.require(KeyId)).id;
      const found = (await keys.aliases()).filter(({ keyId }) => id === undefined || keyId === id);
      const { items, next } = pageOf(found, ({ name }) => name, { maximum: Limit, token: Marker });
      return { Aliases: items.map(describe), Truncated: next !== undefined, NextMarker: next };
    },
  };
}

function requireName(name: string): void {
  if (/^alias\/(?!aws\/)[\w/-]+$/.test(name) && name.length <= 256) return;
  throw new AwsError(
    'InvalidAliasNameException',
    'An alias begins with alias/ but not with alias/aws/, and has letters, digits, /, _ and - only.',
  );
}

function describe({ name, keyId, created, updated }: Alias): object {
  return {
    AliasName: name,
    AliasArn: aliasArn(name),
    TargetKeyId: keyId,
    CreationDate: created / 1000,
    LastUpdatedDate: updated / 1000,
  };
}
