import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ULID } from '../shared/names.ts';
import { foundationFor } from './foundation.ts';

const ada = { sub: 'sub-ada', email: 'ada@example.org', name: undefined };
const now = new Date('2026-03-29T12:00:00Z');

describe('foundationFor', () => {
  it('names the organization after the person', () => {
    expect(foundationFor({ ...ada, name: ' Ada Lovelace ' }, 0, now)).toMatchObject({
      organizationName: "Ada Lovelace's organization",
      identityName: 'Ada Lovelace',
    });
    expect(foundationFor(ada, 0, now)).toMatchObject({ organizationName: "Ada's organization", identityName: 'Ada' });
  });

  it.each([0, 1])('cuts no character in halves, after %d others', (others) => {
    const name = `${'x'.repeat(others)}${'🌊'.repeat(150)}`;
    const { identityName, organizationName } = foundationFor({ ...ada, name }, 0, now);
    // With the flag, a half is a character of its own.
    expect(identityName).toMatch(/^x?🌊+$/u);
    expect(organizationName).toMatch(/^x?🌊+'s organization$/u);
  });

  it('gives ids that are ULIDs, and names that fit', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.nat(),
        fc.option(fc.string({ minLength: 150, maxLength: 400 }), { nil: undefined }),
        (sub, attempt, name) => {
          const foundation = foundationFor({ sub, email: 'ada@example.org', name }, attempt, now);
          expect(foundation.organizationId).toMatch(ULID);
          expect(foundation.identityId).toMatch(ULID);
          expect(foundation.organizationName.length).toBeLessThanOrEqual(200);
          expect(foundation.identityName.length).toBeLessThanOrEqual(200);
        },
      ),
    );
  });
});
