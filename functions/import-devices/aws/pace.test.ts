import { expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** What each of `count` turns waits for, in whole ms. */
async function waits(
  pace: (wait: (milliseconds: number) => Promise<unknown>) => Pace,
  count: number,
  between: (pace: Pace) => void = () => undefined,
) {
  const waited: number[] = [];
  const made = pace((milliseconds) => {
    waited.push(Math.round(milliseconds / 10) * 10);
    return Promise.resolve();
  });
  for (let turn = 0; turn < count; turn++) {
    await made.turn();
    between(made);
  }
  return waited;
}

it('turns come at the rate', async () => {
  expect(await waits((wait) => new Pace(1, wait), 4)).toEqual([1000, 2000, 3000]);
});

it('turns come more slowly after somebody was too busy, but never stop, and quicker again by and by', async () => {
  expect(
    await waits(
      (wait) => new Pace(10, wait),
      7,
      (pace) => {
        pace.slow();
      },
    ),
  ).toEqual([100, 300, 700, 1500, 3100, 5100]);
  const [first, ...rest] = await waits(
    (wait) => new Pace(10, wait),
    60,
    (pace) => {
      pace.quicken();
    },
  );
  expect(first).toBe(100);
  expect(rest.at(-1)).toBe(5900);
});
