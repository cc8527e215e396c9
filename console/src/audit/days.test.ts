import { expect, it } from 'vitest';
import { beginningOf, dayBefore, dayOf } from './days.ts';

it('begins and ends where days do', () => {
  const from = beginningOf('2026-02-28');
  const to = beginningOf('2026-02-28', 1);
  expect([dayOf(from), dayOf(to), dayBefore(to)]).toEqual(['2026-02-28', '2026-03-01', '2026-02-28']);
});

it.each(['', '2026-02', '0026-01-01', '1969-12-30', '12026-01-01'])('takes %j for no day', (day) => {
  expect(beginningOf(day)).toBeUndefined();
});
