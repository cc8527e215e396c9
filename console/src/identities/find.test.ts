import { describe, expect, it } from 'vitest';
import { findIdentities } from './find.ts';
import { anIdentity } from './testing/identity.ts';
import { isBeingMailed, troublesOf } from './trouble.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const soon = '2026-06-10T00:00:00Z';
const invited = (status: 'PENDING' | 'SENT' | 'FAILED', expiresAt = soon, sentAt = '2026-06-01T11:59:00Z') =>
  anIdentity({ status: 'INVITED', invitation: { status, error: null, sentAt, expiresAt } });

describe('people and services that are looked for', () => {
  const zoe = anIdentity({ id: '01A', name: 'Zoé Martin', email: 'zoe@harbour.example', role: 'VIEWER' });
  const adam = anIdentity({ id: '01B', name: 'adam', email: 'adam@harbour.example', role: 'ADMINISTRATOR' });
  const emile = anIdentity({ id: '01C', name: 'Émile', email: 'e@harbour.example', status: 'SUSPENDED' });
  const meter = anIdentity({ id: '01D', name: 'Meter', kind: 'SERVICE', secretCreatedAt: null });
  const all = [zoe, adam, emile, meter];
  const names = (search: Parameters<typeof findIdentities>[1]) => findIdentities(all, search, 'fr').map(({ id }) => id);

  it.each([
    [{}, ['01B', '01C', '01D', '01A']],
    [{ q: 'ZOE' }, ['01A']],
    [{ q: '  harbour   martin ' }, ['01A']],
    [{ q: '01d' }, ['01D']],
    [{ q: 'nobody' }, []],
    [{ kind: 'SERVICE' as const }, ['01D']],
    [{ role: 'ADMINISTRATOR' as const }, ['01B']],
    [{ status: 'SUSPENDED' as const }, ['01C']],
    [{ status: 'ATTENTION' as const }, ['01D']],
    [{ kind: 'PERSON' as const, role: 'VIEWER' as const, status: 'ACTIVE' as const, q: 'é' }, ['01A']],
  ])('%o', (search, found) => {
    expect(names(search)).toEqual(found);
  });
});

describe('what an administrator has to do something about', () => {
  it.each([
    ['nothing of somebody who is active', anIdentity(), []],
    ['a bounce', anIdentity({ mailStatus: 'BOUNCED' }), ['bounced']],
    ['a complaint', anIdentity({ mailStatus: 'COMPLAINED' }), ['complained']],
    ['nothing of an invitation that was mailed', invited('SENT'), []],
    ['nothing of one that is being mailed', invited('PENDING'), []],
    ['one that is being mailed for minutes', invited('PENDING', soon, '2026-06-01T11:55:00Z'), ['mailStuck']],
    ['one that could not be mailed', invited('FAILED'), ['mailFailed']],
    ['one that has expired, however it was mailed', invited('FAILED', '2026-06-01T12:00:00Z'), ['expired']],
    ['one that bounced', { ...invited('SENT'), mailStatus: 'BOUNCED' as const }, ['bounced']],
    ['a service without a secret', anIdentity({ kind: 'SERVICE' }), ['noSecret']],
    ['nothing of a service with one', anIdentity({ kind: 'SERVICE', secretCreatedAt: '2026-01-01T00:00:00Z' }), []],
    ['nothing of who is suspended', { ...invited('FAILED'), status: 'SUSPENDED' as const }, []],
  ])('is %s', (_what, identity, troubles) => {
    expect(troublesOf(identity, NOW)).toEqual(troubles);
  });

  it('is waited for, for minutes, where an invitation is being mailed', () => {
    expect(isBeingMailed(invited('PENDING'), NOW)).toBe(true);
    expect(isBeingMailed(invited('PENDING'), NOW + 4 * 60_000)).toBe(false);
    expect(isBeingMailed(invited('SENT'), NOW)).toBe(false);
    expect(isBeingMailed(anIdentity(), NOW)).toBe(false);
  });
});
