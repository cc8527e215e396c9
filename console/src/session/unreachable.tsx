import '@mantine/core/styles.css';
import { Alert, Button, Center, Stack, Text } from '@mantine/core';
import { RotateCw, WifiOff } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Themed } from '../theme/themed.tsx';
import { useTitle } from '../ui/page.tsx';

/** Shown where nobody says whether the person is still signed in. Asks again by itself when the browser is back on the network. */
export default function Unreachable({ retry }: { retry: () => void }): ReactNode {
  const say = useText();
  useTitle(say('session.unreachable'));
  useEffect(() => {
    window.addEventListener('online', retry);
    return () => {
      window.removeEventListener('online', retry);
    };
  }, [retry]);
  return (
    <Themed>
      <Center component="main" mih="100vh" p="md" bg="var(--sonde-ground)">
        <Alert role="alert" color="orange" maw={480} icon={<WifiOff aria-hidden />} title={say('session.unreachable')}>
          <Stack align="flex-start">
            <Text size="sm">{say('session.unreachable.hint')}</Text>
            <Button variant="default" leftSection={<RotateCw size={14} aria-hidden />} onClick={retry}>
              {say('ui.tryAgain')}
            </Button>
          </Stack>
        </Alert>
      </Center>
    </Themed>
  );
}
