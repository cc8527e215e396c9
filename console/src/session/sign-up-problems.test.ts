import { expect, it } from 'vitest';
import { signUpProblems } from './sign-up-problems.ts';

const entered = { name: 'Nora', email: 'nora@new.example', password: 'correct horse battery' };

it.each([{}, { name: '' }, entered, { ...entered, name: ` ${'x'.repeat(200)} ` }])(
  'finds nothing wrong with %o',
  (given) => {
    expect(signUpProblems(given)).toEqual({});
  },
);

it.each([
  [{ name: ' ' }, { name: 'session.problem.blankName' }],
  [{ name: 'x'.repeat(201) }, { name: 'session.problem.longName' }],
  [{ email: `${'x'.repeat(117)}@new.example` }, { email: 'session.problem.longAddress' }],
  [{ password: 'x'.repeat(257) }, { password: 'session.refusal.longPassword' }],
])('finds what is wrong with %o', (given, problems) => {
  expect(signUpProblems({ ...entered, ...given })).toEqual(problems);
});
