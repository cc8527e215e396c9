import { Alert } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useExplanation } from './explain.tsx';
import { refusalOf, type Refusal } from './refusal.ts';

interface RefusedProps {
  /** Cognito's, or Amplify's. */
  message: string;
  /** What is to be said of some refusals to somebody who is signed in. */
  instead?: Partial<Record<Refusal['id'], string>>;
}

/** Why the user pool has refused something. */
export function Refused({ message, instead = {} }: RefusedProps): ReactNode {
  const explain = useExplanation();
  const refusal = refusalOf(message);
  return (
    <Alert role="alert" color="red" variant="light" icon={<TriangleAlert aria-hidden />}>
      {(refusal && instead[refusal.id]) ?? explain(message)}
    </Alert>
  );
}
