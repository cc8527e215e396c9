import { randomUUID } from 'node:crypto';
import type { JsonOperations } from '../shared/json-service.ts';
import { pageOf } from '../shared/page.ts';
import { LOCAL_ACCOUNT, type Clock } from '../shared/service.ts';
import { invalidState } from './errors.ts';
import { managedKeys } from './managed.ts';
import { checkedPolicy, DEFAULT_POLICY } from './policy.ts';
import * as s from './schema.ts';
import { keyArn, type Key, type Keys } from './state.ts';
import { tagged } from './tag-operations.ts';

const DAY = 24 * 60 * 60 * 1000;

/** The life of keys. Source: AWS KMS API Reference. */
export function keyOperations(keys: Keys, clock: Clock): JsonOperations {
  return {
    CreateKey: async (input) => {
      const { Policy = DEFAULT_POLICY, Description, Tags } = s.parseInput(s.createKeyInput, input);
      const key: Key = {
        id: randomUUID(),
        description: Description,
        created: clock(),
        enabled: true,
        policy: checkedPolicy(Policy),
        tags: tagged({}, Tags),
      };
      await keys.put(key);
      return { KeyMetadata: metadata(key) };
    },
    DescribeKey: async (input) => {
      const { KeyId } = s.parseInput(s.keyInput, input);
      return { KeyMetadata: metadata(await keys.requireByAnyName(KeyId)) };
    },
    ListKeys: async (input) => {
      const { Limit, Marker } = s.parseInput(s.listKeysInput, input);
      const { items, next } = pageOf(await keys.list(), ({ id }) => id, { maximum: Limit, token: Marker });
      return {
        Keys: items.map(({ id }) => ({ KeyId: id, KeyArn: keyArn(id) })),
        Truncated: next !== undefined,
        NextMarker: next,
      };
    },
    UpdateKeyDescription: async (input) => {
      const { KeyId, Description } = s.parseInput(s.updateDescriptionInput, input);
      await keys.put({ ...(await keys.requireOwn(KeyId)), description: Description });
      return {};
    },
    EnableKey: async (input) => {
      const { KeyId } = s.parseInput(s.keyInput, input);
      await keys.put({ ...(await keys.requireOwn(KeyId)), enabled: true });
      return {};
    },
    DisableKey: async (input) => {
      const { KeyId } = s.parseInput(s.keyInput, input);
      await keys.put({ ...(await keys.requireOwn(KeyId)), enabled: false });
      return {};
    },
    ScheduleKeyDeletion: async (input) => {
      const { KeyId, PendingWindowInDays } = s.parseInput(s.scheduleDeletionInput, input);
      const key = await keys.requireOwn(KeyId);
      const deletion = clock() + PendingWindowInDays * DAY;
      await keys.put({ ...key, enabled: false, deletion });
      return {
        KeyId: keyArn(key.id),
        DeletionDate: deletion / 1000,
        KeyState: 'PendingDeletion',
        PendingWindowInDays,
      };
    },
    CancelKeyDeletion: async (input) => {
      const { deletion, ...key } = await keys.require(s.parseInput(s.keyInput, input).KeyId);
      if (deletion === undefined) throw invalidState(`${keyArn(key.id)} is not pending deletion.`);
      await keys.put(key);
      return { KeyId: keyArn(key.id) };
    },
  };
}

/** Moments in seconds since the epoch. */
function metadata({ id, description, created, enabled, deletion }: Key): object {
  return {
    AWSAccountId: LOCAL_ACCOUNT,
    KeyId: id,
    Arn: keyArn(id),
    CreationDate: created / 1000,
    Enabled: enabled,
    Description: description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: deletion === undefined ? (enabled ? 'Enabled' : 'Disabled') : 'PendingDeletion',
    ...(deletion !== undefined && { DeletionDate: deletion / 1000 }),
    Origin: 'AWS_KMS',
    KeyManager: managedKeys.has(id) ? 'AWS' : 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}
