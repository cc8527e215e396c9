import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { handlersOf } from './testing/handlers.ts';
import { callersOfNoOrganization } from './testing/rows.ts';

/** What has no organization to ask for: the frame of the steps, and what only the roles of Sonde's own functions may call. */
const WITHOUT_ORGANIZATION = ['steps/pipeline', 'Mutation.publishReadings', 'Mutation.publishExport'];

const names = (directory: string) =>
  readdirSync(new URL(directory, import.meta.url))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length));

const fields = names('.').filter((name) => name.includes('.'));
const steps = names('./steps').map((name) => `steps/${name}`);
const all = [...fields, ...steps].filter((name) => !WITHOUT_ORGANIZATION.includes(name));

describe.each(Object.entries(callersOfNoOrganization))('for %s', (_, identity) => {
  it.each(all)('%s asks for nothing', async (name) => {
    // A subscription asks for what it may receive in its response.
    const handler = name.startsWith('Subscription.') ? 'response' : 'request';
    // Without a single argument: nothing may be looked at before the organization.
    const evaluation = (await handlersOf(name))[handler]({ identity, arguments: {} });
    expect(evaluation.error?.errorType).toBe('Unauthorized');
    expect(evaluation.subscriptionFilter).toBeUndefined();
    expect(evaluation.result).toBeUndefined();
  });
});
