import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Refused } from '../session/refused.tsx';

interface UnansweredProps {
  error: Error;
  onRetry: () => void;
  /** What else can be done. */
  children?: ReactNode;
}

/** Why the user pool has not said what was asked of it, and a way to ask again. */
export function Unanswered({ error, onRetry, children }: UnansweredProps): ReactNode {
  const say = useText();
  return (
    <Stack align="flex-start">
      <Refused message={error.message} />
      <Group>
        <Button variant="default" onClick={onRetry}>
          {say('ui.tryAgain')}
        </Button>
        {children}
      </Group>
    </Stack>
  );
}
