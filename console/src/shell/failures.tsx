import { Button, Text } from '@mantine/core';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { ApiError } from '../api/errors.ts';
import { useText } from '../i18n/text.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failure } from '../ui/failure.tsx';
import { useTitle } from '../ui/page.tsx';
import { NotLoaded } from './lazy-page.ts';
import { pageOf } from './version.ts';

/** An address that nothing is at. */
export function NotFound(): ReactNode {
  const say = useText();
  useTitle(say('ui.notFound'));
  return (
    <Empty isPage icon={Compass} title={say('ui.notFound')}>
      <Text>{say('ui.notFound.hint')}</Text>
      <Button component={Link} to="/devices" mt="md">
        {say('ui.toDevices')}
      </Button>
    </Empty>
  );
}

/** A page that has failed to load or to be drawn; the rest of the console stays. */
export function PageFailure({ error, reset }: ErrorComponentProps): ReactNode {
  return error instanceof NotLoaded ? <NotLoadedYet error={error} /> : <Failure error={error} onRetry={reset} />;
}

const PAUSE_MS = 5_000;

/** That a page has not come. As soon as Sonde answers, the console is loaded anew at this address: nothing is on the page that could be lost. */
function NotLoadedYet({ error }: { error: NotLoaded }): ReactNode {
  const isInVain = sessionStorage.getItem(LOADED_ANEW_FOR) === error.message;
  useEffect(() => {
    if (isInVain) return;
    const tryAgain = (): void => {
      pageOf().then(
        () => {
          loadAnew(error);
        },
        () => {
          timer = setTimeout(tryAgain, PAUSE_MS);
        },
      );
    };
    let timer = setTimeout(tryAgain, 0);
    return () => {
      clearTimeout(timer);
    };
  }, [error, isInVain]);
  const shown = isInVain ? error : new ApiError({ type: 'NetworkError', message: error.message });
  return (
    <Failure
      error={shown}
      onRetry={() => {
        loadAnew(error);
      }}
    />
  );
}

/** What the console was loaded anew for: what fails all the same is not tried for ever. */
const LOADED_ANEW_FOR = 'sonde-loaded-anew-for';

function loadAnew(error: NotLoaded): void {
  sessionStorage.setItem(LOADED_ANEW_FOR, error.message);
  location.reload();
}
