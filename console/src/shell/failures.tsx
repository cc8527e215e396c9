import { Button, Text } from '@mantine/core';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failure } from '../ui/failure.tsx';
import { useTitle } from '../ui/page.tsx';

/** An address that nothing is at. */
export function NotFound(): ReactNode {
  const say = useText();
  useTitle(say('ui.notFound'));
  return (
    <Empty icon={Compass} title={say('ui.notFound')}>
      <Text>{say('ui.notFound.hint')}</Text>
      <Button component={Link} to="/devices" mt="md">
        {say('ui.toDevices')}
      </Button>
    </Empty>
  );
}

/** A page that has failed to load or to be drawn; the rest of the console stays. */
export function PageFailure({ error, reset }: ErrorComponentProps): ReactNode {
  return <Failure error={error} onRetry={reset} />;
}
