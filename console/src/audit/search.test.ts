import * as v from 'valibot';
import { expect, it } from 'vitest';
import { AuditSearch } from './search.ts';

it.each(['0002-01-01T00:00:00.000Z', '1902-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 'yesterday'])(
  'leaves out a time that the API would refuse: %s',
  (from) => {
    expect(v.parse(AuditSearch, { from, to: '2026-06-01T00:00:00Z' })).toEqual({
      from: undefined,
      to: '2026-06-01T00:00:00Z',
    });
  },
);
