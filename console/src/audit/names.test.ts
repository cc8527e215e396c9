import { expect, it } from 'vitest';
import { namesOf } from './names.ts';

const asOf = Date.parse('2026-06-01T12:00:00Z');
const [before, after] = [{ time: '2026-06-01T11:59:59.000Z' }, { time: '2026-06-01T12:00:05.000Z' }];
const items = [{ id: 'a', name: 'Buoy' }];

it('takes for deleted only what was there before all were asked for', () => {
  const nameAt = namesOf({ items, isAll: true, asOf });
  expect([nameAt('a', before), nameAt('a', after)]).toEqual(['Buoy', 'Buoy']);
  expect(nameAt('b', before)).toBeUndefined();
  expect(nameAt('b', after)).toBeNull();
  expect(namesOf({ items, isAll: false, asOf })('b', before)).toBeNull();
});
