import { Alert } from '@mantine/core';
import { WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useConnection } from '../api/connection.ts';
import { useText } from '../i18n/text.tsx';

/** Says that the connection is lost, for as long as it is. */
export function ConnectionBanner(): ReactNode {
  const say = useText();
  const isLost = useConnection() === 'lost';
  return (
    <div role="status">
      {isLost && (
        <Alert color="orange" variant="light" mb="md" icon={<WifiOff aria-hidden />} title={say('shell.lost')}>
          {say('shell.lost.hint')}
        </Alert>
      )}
    </div>
  );
}
