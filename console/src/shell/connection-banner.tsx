import { Wifi, WifiOff } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useConnection, type Connection } from '../api/connection.ts';
import { useText } from '../i18n/text.tsx';
import { Banner } from './banner.tsx';

/** Connections blink: one that is back by then was never worth a word. */
const PATIENCE_MS = 4_000;
/** How long it is told that the connection is back. */
const RELIEF_MS = 6_000;

/** Says that the connection is lost, for as long as it is, and that it is back. */
export function ConnectionBanner(): ReactNode {
  const say = useText();
  const told = useTold(useIsOnline(), useConnection());
  const isBack = told === 'back';
  return (
    <Banner
      isShown={told !== undefined}
      color={isBack ? 'teal' : 'orange'}
      icon={isBack ? Wifi : WifiOff}
      title={say(isBack ? 'shell.back' : 'shell.lost')}
    >
      {!isBack && say('shell.lost.hint')}
    </Banner>
  );
}

/** What is told of the connection. */
function useTold(isOnline: boolean, connection: Connection): 'offline' | 'lost' | 'back' | undefined {
  const [told, setTold] = useState<'offline' | 'lost' | 'back'>();
  const isLost = !isOnline || connection === 'lost';
  if (!isLost && told === 'offline') setTold('back');
  // Where nothing is followed any more, nobody knows whether it is.
  if (!isLost && told === 'lost') setTold(connection === 'idle' ? undefined : 'back');
  const next = isLost ? (isOnline ? 'lost' : 'offline') : undefined;
  useEffect(() => {
    const timer = setTimeout(
      () => {
        setTold(next);
      },
      next === undefined ? RELIEF_MS : PATIENCE_MS,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [next]);
  return told;
}

/** Whether the browser has a network at all. */
function useIsOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      addEventListener('online', listener);
      addEventListener('offline', listener);
      return () => {
        removeEventListener('online', listener);
        removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );
}
