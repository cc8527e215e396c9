import { AwsError } from '../shared/aws-error.ts';
import type { JsonOperations } from '../shared/json-service.ts';
import type { Clock } from '../shared/service.ts';
import { managedKeys } from './managed.ts';
import { checkedPolicy } from './policy.ts';
import * as s from './schema.ts';
import { keyArn, type Key, type Keys } from './state.ts';

const DAY = 24 * 60 * 60 * 1000;
/** Source: AWS KMS API Reference, "GetKeyRotationStatus": AWS rotates the keys that it manages every year. */
const YEAR_DAYS = 365;

/** The policies of keys, and their rotation, which changes nothing here but is told. Source: AWS KMS API Reference. */
export function policyOperations(keys: Keys, clock: Clock): JsonOperations {
  async function requireEnabled(keyId: string): Promise<Key> {
    const key = await keys.requireOwn(keyId);
    if (!key.enabled) throw new AwsError('DisabledException', `${keyArn(key.id)} is disabled.`);
    return key;
  }

  return {
    GetKeyPolicy: async (input) => {
      const { KeyId, PolicyName } = s.parseInput(s.getPolicyInput, input);
      return { Policy: (await keys.require(KeyId)).policy, PolicyName };
    },
    PutKeyPolicy: async (input) => {
      const { KeyId, Policy } = s.parseInput(s.putPolicyInput, input);
      await keys.put({ ...(await keys.requireOwn(KeyId)), policy: checkedPolicy(Policy) });
      return {};
    },
    ListKeyPolicies: async (input) => {
      await keys.require(s.parseInput(s.keyInput, input).KeyId);
      return { PolicyNames: ['default'], Truncated: false };
    },
    GetKeyRotationStatus: async (input) =>
      rotationOf(await keys.require(s.parseInput(s.keyInput, input).KeyId), clock()),
    EnableKeyRotation: async (input) => {
      const { KeyId, RotationPeriodInDays } = s.parseInput(s.enableRotationInput, input);
      await keys.put({ ...(await requireEnabled(KeyId)), rotation: { days: RotationPeriodInDays, from: clock() } });
      return {};
    },
    DisableKeyRotation: async (input) => {
      const { rotation: _ended, ...key } = await requireEnabled(s.parseInput(s.keyInput, input).KeyId);
      await keys.put(key);
      return {};
    },
  };
}

function rotationOf({ id, created, deletion, rotation }: Key, now: number): object {
  const KeyId = keyArn(id);
  const current = managedKeys.has(id) ? { days: YEAR_DAYS, from: created } : rotation;
  if (!current || deletion !== undefined) return { KeyId, KeyRotationEnabled: false };
  const period = current.days * DAY;
  const past = Math.floor((now - current.from) / period);
  return {
    KeyId,
    KeyRotationEnabled: true,
    RotationPeriodInDays: current.days,
    NextRotationDate: (current.from + (past + 1) * period) / 1000,
  };
}
