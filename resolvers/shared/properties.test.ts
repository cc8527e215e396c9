import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRIC_NAME } from '../../functions/shared/names.ts';
import { failureOf, handlersOf, infoOf, type Given } from '../testing/handlers.ts';
import { caller, device, DEVICE, identity, IDENTITY, organization, ORGANIZATION } from '../testing/rows.ts';

const createDevice = await handlersOf('Mutation.createDevice');
const updateDevice = await handlersOf('Mutation.updateDevice');
const createIdentity = await handlersOf('Mutation.createIdentity');
const updateIdentity = await handlersOf('Mutation.updateIdentity');
const updateOrganization = await handlersOf('Mutation.updateOrganization');
const latest = await handlersOf('Query.latest');

/** Every door that text comes in by, with what it takes at most. */
const doors: Record<string, [most: number, ask: (text: string) => string]> = {
  'name of a new device': [200, (name) => created({ name })],
  'description of a new device': [2000, (description) => created({ name: 'x', description })],
  'name of a location': [200, (name) => created({ name: 'x', location: { latitude: 0, longitude: 0, name } })],
  'label of a metric': [200, (label) => created({ name: 'x', metrics: [{ name: 'x', label }] })],
  'unit of a metric': [32, (unit) => created({ name: 'x', metrics: [{ name: 'x', unit }] })],
  'name of a device': [200, (name) => updated({ name })],
  'description of a device': [2000, (description) => updated({ description })],
  'name of a new identity': [200, (name) => invited({ name, email: 'a@example.com' })],
  'e-mail address of a new identity': [254, (email) => invited({ name: 'x', email })],
  'name of an identity': [
    200,
    (name) =>
      failureOf(
        updateIdentity.request({
          arguments: { input: { id: IDENTITY, expectedVersion: 3, name } },
          prev: { result: identity },
        }),
      ),
  ],
  'name of an organization': [
    200,
    (name) =>
      failureOf(
        updateOrganization.request({
          arguments: { input: { expectedVersion: 3, name } },
          prev: { result: organization },
        }),
      ),
  ],
};

function created(input: object): string {
  return failureOf(createDevice.request({ arguments: { input } }));
}
function updated(input: object): string {
  return failureOf(
    updateDevice.request({
      arguments: { input: { id: DEVICE, expectedVersion: 3, ...input } },
      prev: { result: device },
    }),
  );
}
function invited(input: object): string {
  return failureOf(createIdentity.request({ arguments: { input: { role: 'VIEWER', ...input } } }));
}

describe.each(Object.entries(doors))('the %s', (_, [most, ask]) => {
  it('takes text of its length that is not blank, whatever is in it', () => {
    const text = fc.string({ minLength: 1, maxLength: most, unit: 'binary' });
    fc.assert(
      fc.property(
        text.filter((value) => value.length <= most && value.trim() !== ''),
        (value) => ask(value) === 'none',
      ),
    );
    expect(ask('x'.repeat(most))).toBe('none');
  });

  it('takes no text that is longer', () => {
    const text = fc.string({ minLength: most + 1, maxLength: 2 * most });
    fc.assert(fc.property(text, (value) => ask(value).startsWith('ValidationError: ')));
    expect(ask('x'.repeat(most + 1))).toMatch(/^ValidationError: .* must have at most/);
  });

  it('takes no blank text', () => {
    const blank = fc.string({ maxLength: most, unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u2028') });
    fc.assert(fc.property(blank, (value) => ask(value).startsWith('ValidationError: ')));
  });
});

describe('the metrics of a device', () => {
  const metricName = fc.stringMatching(METRIC_NAME);
  const anyName = fc.oneof(metricName, fc.constantFrom('constructor', 'toString', 'hasOwnProperty', '__proto__'));
  const ask = (metrics: object[]) => created({ name: 'x', metrics });

  it('take up to 50 names, each once', () => {
    const names = fc.uniqueArray(
      anyName.filter((name) => !name.startsWith('_')),
      { maxLength: 50 },
    );
    fc.assert(fc.property(names, (values) => ask(values.map((name) => ({ name }))) === 'none'));
    fc.assert(
      fc.property(metricName, (name) =>
        ask([{ name }, { name }]).startsWith('ValidationError: metrics must have each'),
      ),
    );
    expect(ask(Array.from({ length: 51 }, (_, index) => ({ name: `m${index}` })))).toBe(
      'ValidationError: metrics must have at most 50 metrics; it has 51.',
    );
  });

  it('take no other name', () => {
    const others = fc.oneof(
      fc.string({ unit: 'binary' }).filter((name) => !METRIC_NAME.test(name)),
      metricName.map((name) => `${name}\n`),
      metricName.map((name) => `${name}\u0085`),
      metricName.map((name) => name.padEnd(65, 'x')),
    );
    fc.assert(fc.property(others, (name) => ask([{ name }]).startsWith('ValidationError: metrics: ')));
    // The same check stands before the questions about metrics.
    const deviceIds = [DEVICE];
    fc.assert(
      fc.property(others, (name) =>
        failureOf(latest.request({ arguments: { deviceIds, metrics: [name] } })).startsWith(
          'ValidationError: metrics: ',
        ),
      ),
    );
  });
});

describe('a location', () => {
  const ask = (location: object) => created({ name: 'x', location: { latitude: 0, longitude: 0, ...location } });

  it.each([
    ['latitude', -90, 90],
    ['longitude', -180, 180],
    ['altitude', -12_000, 100_000],
  ])('has a %s from %d to %d', (member, least, most) => {
    const all = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.oneof(all, fc.double({ min: least - 1, max: most + 1, noNaN: true })), (value) => {
        const refused = ask({ [member]: value }).startsWith(`ValidationError: location.${member} must be`);
        return refused === (value < least || value > most);
      }),
    );
    expect([ask({ [member]: least }), ask({ [member]: most })]).toEqual(['none', 'none']);
  });
});

describe.each(['devices', 'identities', 'exports', 'auditEvents'])('the page tokens of %s', async (field) => {
  const { request, response } = await handlersOf(`Query.${field}`);
  const info = infoOf('Query', field);
  const seal = (token: string) => {
    const { result } = response({ info, result: { items: [], nextToken: token } });
    return (result as { nextToken: string }).nextToken;
  };
  const open = (nextToken: string, given: Given = {}) => request({ arguments: { nextToken }, info, ...given });
  const token = fc.string({ minLength: 1, unit: 'binary' });
  const WRONG = `ValidationError: nextToken is not one that ${field} gave to your organization`;

  it('come back as they were', () => {
    fc.assert(
      fc.property(token, (value) => {
        expect(open(seal(value)).result).toMatchObject({ nextToken: value });
      }),
    );
  });

  it('serve no other organization', () => {
    const ulid = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/).filter((id) => id !== ORGANIZATION);
    fc.assert(
      fc.property(token, ulid, (value, organization_id) => {
        const identity = { ...caller, claims: { ...caller.claims, organization_id } };
        expect(failureOf(open(seal(value), { identity }))).toContain(WRONG);
      }),
    );
  });

  it('serve no other query, and no token that was made up is taken', () => {
    const other = field === 'devices' ? 'identities' : 'devices';
    fc.assert(
      fc.property(token, (value) => {
        expect(failureOf(open(seal(value).replace(field, other)))).toContain(WRONG);
        expect(failureOf(open(value))).toContain(WRONG);
      }),
    );
    expect(failureOf(open(''))).toContain(WRONG);
    expect(failureOf(open(`${field}.${ORGANIZATION}.`))).toContain(WRONG);
  });
});

describe('an update of a device', () => {
  const location = fc.record({ latitude: fc.constant(0), longitude: fc.constant(-0.5) });
  const metrics = fc.constantFrom([], [{ name: 'x', label: null, unit: null }]);
  const changes = fc.record(
    {
      name: fc.constantFrom('0', 'false', 'Roof'),
      description: fc.constantFrom(null, '0', 'x'),
      location: fc.option(location),
      metrics: fc.option(metrics),
    },
    { requiredKeys: [] },
  );

  it('keeps what is absent, removes what is null and replaces the rest', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const { result } = updateDevice.request({
          arguments: { input: { id: DEVICE, expectedVersion: 3, ...change } },
          prev: { result: device },
        });
        const { set, removed } = actionsOf(result);
        const isNull = (member: string) => member in change && change[member as keyof typeof change] === null;
        // A device always has a list of metrics: to empty it is no removal.
        expect(removed.sort()).toEqual(['description', 'location'].filter(isNull));
        const replaced = Object.keys(change).filter((member) => !isNull(member) || member === 'metrics');
        expect(set.sort()).toEqual([...replaced, 'updatedAt', 'version'].sort());
      }),
    );
  });
});

describe('what clients see', () => {
  const extra = fc.dictionary(fc.string(), fc.jsonValue());

  it.each(['device', 'devices', 'identity', 'identities'])('of %s names no organization and no user', async (field) => {
    const { response } = await handlersOf(`Query.${field}`);
    const row = field.startsWith('device') ? device : identity;
    fc.assert(
      fc.property(extra, (attributes) => {
        const item = { ...attributes, ...row, sub: identity.sub };
        const isPage = field.endsWith('s');
        const { result } = response({ arguments: { id: row.id }, result: isPage ? { items: [item] } : item });
        const [seen] = isPage ? (result as { items: object[] }).items : [result as object];
        expect(seen).not.toHaveProperty('organizationId');
        if (row === identity) expect(seen).not.toHaveProperty('sub');
      }),
    );
  });
});

/** The attributes that the first item of a transaction sets and removes. */
function actionsOf(request: unknown): { set: string[]; removed: string[] } {
  interface Item {
    update: { expression: string; expressionNames: Record<string, string> };
  }
  const [{ update }] = (request as { transactItems: [Item] }).transactItems;
  const [set = '', removed = ''] = update.expression.split('REMOVE');
  const names = (text: string) => [...new Set(text.match(/#\w+/g) ?? [])].map((name) => update.expressionNames[name]!);
  return { set: names(set), removed: names(removed) };
}
