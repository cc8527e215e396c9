import { useMemo } from 'react';
import { useText } from '../../i18n/text.tsx';
import type { Field, Problem } from './choices.ts';

/** What is said of a field that something is wrong with. */
export function useProblemOf(problems: readonly Problem[]): (field: Field) => string | undefined {
  const say = useText();
  return useMemo(
    () => (field) => {
      const problem = problems.find((each) => each.field === field);
      return problem && say(problem.id, problem.values);
    },
    [problems, say],
  );
}
