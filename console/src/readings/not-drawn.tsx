import { Alert, Button, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import * as v from 'valibot';
import { isApiError } from '../api/errors.ts';
import { useText } from '../i18n/text.tsx';
import { Failure } from '../ui/failure.tsx';
import { useWindowName } from './use-window-name.ts';

interface NotDrawnProps {
  error: unknown;
  onRetry: () => void;
  onWindow: (window: string) => void;
}

/** What the API says of a question that makes too many windows. */
const TooMany = v.object({ limit: v.number(), windows: v.number(), window: v.nullable(v.string()) });

/** Why there is nothing new to draw, and what to do about it. */
export function NotDrawn({ error, onRetry, onWindow }: NotDrawnProps): ReactNode {
  const say = useText();
  const nameOf = useWindowName();
  const limit = v.safeParse(TooMany, isApiError(error, 'LimitExceededError') ? error.info : undefined);
  if (!limit.success) return <Failure error={error} onRetry={onRetry} />;
  const { window, ...counts } = limit.output;
  return (
    <Alert
      role="alert"
      color="orange"
      variant="light"
      icon={<TriangleAlert aria-hidden />}
      title={say('readings.limit')}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{say('readings.limit.hint', counts)}</Text>
        {window === null ? (
          <Text size="sm">{say('readings.limit.shorter')}</Text>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              onWindow(window);
            }}
          >
            {say('readings.limit.use', { window: nameOf(window) })}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
