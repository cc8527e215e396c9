import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { DeviceListSearch } from './search.ts';

describe('the address of the list of devices', () => {
  it('says what is shown', () => {
    const said = { q: 'buoy', status: 'silent', sort: 'oldest' };
    expect(v.parse(DeviceListSearch, said)).toEqual(said);
  });

  it.each([
    [{}, {}],
    [{ q: 12 }, { q: '12' }],
    [{ q: { a: 1 }, status: 'asleep', sort: 3 }, {}],
    [{ status: 'never', else: 'where' }, { status: 'never' }],
  ])('%o is read as %o', (said, read) => {
    expect(v.parse(DeviceListSearch, said)).toEqual(read);
  });
});
