import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

/** Asks before a key is lost that has not been kept. */
export function Leaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }): ReactNode {
  const say = useText();
  const stay = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    stay.current?.focus();
  }, []);
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<TriangleAlert aria-hidden />}
      title={say('credentials.leaving')}
    >
      <Stack gap="sm">
        <Text size="sm">{say('credentials.leaving.hint')}</Text>
        <Group gap="sm">
          <Button ref={stay} size="xs" variant="default" onClick={onStay}>
            {say('credentials.leaving.stay')}
          </Button>
          <Button size="xs" color="red" onClick={onLeave}>
            {say('credentials.leaving.leave')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
