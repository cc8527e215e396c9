import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { Sparkles } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Banner } from './banner.tsx';
import { lookForNewVersion, useIsOutdated } from './version.ts';

/**
 * Says that there is a newer console than the one on the page, which may ask the API for what it does not have any more. It is loaded when one asks for it,
 * or goes to another page: who has not saved something has been asked about that by then.
 */
export function NewVersionBanner(): ReactNode {
  const say = useText();
  const isOutdated = useIsOutdated();
  const router = useRouter();

  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') void lookForNewVersion();
    };
    document.addEventListener('visibilitychange', look);
    addEventListener('vite:preloadError', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      removeEventListener('vite:preloadError', look);
    };
  }, []);

  useEffect(() => {
    if (!isOutdated) return;
    return router.subscribe('onResolved', ({ pathChanged }) => {
      if (pathChanged) location.reload();
    });
  }, [isOutdated, router]);

  return (
    <Banner isShown={isOutdated} color="cyan" icon={Sparkles} title={say('shell.newVersion')}>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          location.reload();
        }}
      >
        {say('shell.newVersion.load')}
      </Button>
    </Banner>
  );
}
