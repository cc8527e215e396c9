import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { Clock } from '../../shared/service.ts';
import { newId, requireApi, type Control, type ControlOperations } from './control.ts';
import { apiInput, askedPage } from './inputs.ts';
import type { ApiKeyRecord, Records } from './records.ts';
import { notFound, parseInput } from './refusals.ts';

/** Source: AWS AppSync endpoints and quotas (API keys per API). */
const MAX_KEYS = 50;
/** In seconds, as all times of keys are. */
const HOUR = 60 * 60;
const DAY = 24 * HOUR;
const DEFAULT_VALIDITY = 7 * DAY;
/** For so long an expired key can be made good again. */
const KEPT_AFTER_EXPIRY = 60 * DAY;

const settings = v.object({
  description: v.optional(v.string()),
  expires: v.optional(v.pipe(v.number(), v.integer())),
});
const creation = v.object({ ...apiInput.entries, ...settings.entries });
const keyInput = v.object({ ...apiInput.entries, id: v.string() });
const update = v.object({ ...keyInput.entries, ...settings.entries });

/** API keys. Source: ApiKey, CreateApiKey and UpdateApiKey, AWS AppSync API Reference. */
export const apiKeyOperations: ControlOperations = (control) => {
  const { apiKeys } = control.records;
  const route = '/v1/apis/:apiId/apikeys';
  const now = () => seconds(control.host.clock);
  const keysOf = (apiId: string) => apiKeys.list(`${apiId}/`).filter(({ deletes }) => now() < deletes);
  return {
    CreateApiKey: {
      route: `POST ${route}`,
      async run(input) {
        const { apiId, description, expires = now() + DEFAULT_VALIDITY } = parseInput(creation, input);
        requireApi(control, apiId);
        if (keysOf(apiId).length >= MAX_KEYS)
          throw new AwsError('ApiKeyLimitExceededException', `An API can have at most ${MAX_KEYS} API keys.`);
        const apiKey = { id: `da2-${newId()}`, ...described(description), ...validity(expires, now()) };
        await apiKeys.put(`${apiId}/${apiKey.id}`, apiKey);
        return { apiKey };
      },
    },
    ListApiKeys: {
      route: `GET ${route}`,
      run(input) {
        const { apiId } = requireApi(control, parseInput(apiInput, input).apiId);
        const { page, ...next } = askedPage(keysOf(apiId), ({ id }) => id, input);
        return { apiKeys: page, ...next };
      },
    },
    UpdateApiKey: {
      route: `POST ${route}/:id`,
      async run(input) {
        const { apiId, id, description, expires } = parseInput(update, input);
        const before = requireKey(control, { apiId, id });
        const apiKey = {
          ...before,
          ...described(description),
          ...(expires !== undefined && validity(expires, now())),
        };
        await apiKeys.put(`${apiId}/${id}`, apiKey);
        return { apiKey };
      },
    },
    DeleteApiKey: {
      route: `DELETE ${route}/:id`,
      async run(input) {
        const { apiId, id } = parseInput(keyInput, input);
        requireKey(control, { apiId, id });
        await apiKeys.delete(`${apiId}/${id}`);
        return {};
      },
    },
  };
};

/** Whether a key is one of an API's, and has not expired. */
export function isGoodKey({ apiKeys }: Records, apiId: string, key: string, clock: Clock): boolean {
  return seconds(clock) < (apiKeys.get(`${apiId}/${key}`)?.expires ?? 0);
}

function requireKey(control: Control, { apiId, id }: { apiId: string; id: string }): ApiKeyRecord {
  requireApi(control, apiId);
  const key = control.records.apiKeys.get(`${apiId}/${id}`);
  if (!key || key.deletes <= seconds(control.host.clock)) throw notFound(`API key not found: ${id}`);
  return key;
}

function validity(expires: number, now: number): Pick<ApiKeyRecord, 'expires' | 'deletes'> {
  if (expires < now + DAY || expires > now + 365 * DAY)
    throw new AwsError('ApiKeyValidityOutOfBoundsException', 'An API key is valid for 1 to 365 days from now.');
  const rounded = expires - (expires % HOUR);
  return { expires: rounded, deletes: rounded + KEPT_AFTER_EXPIRY };
}

const described = (description: string | undefined) => description !== undefined && { description };

const seconds = (clock: Clock): number => Math.floor(clock() / 1000);
