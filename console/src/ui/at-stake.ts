import { useEffect, useSyncExternalStore } from 'react';

/** Everything on the page that would be lost with it: what is entered and not saved, and what is under way. */
const stakes = new Set<object>();
const listeners = new Set<() => void>();

const tell = (): void => {
  for (const listener of listeners) listener();
};

/** Has the page be held, for as long as `isAtStake`, where it would be taken away without its reader having asked for that. */
export function useAtStake(isAtStake: boolean): void {
  useEffect(() => {
    if (!isAtStake) return;
    const stake = {};
    stakes.add(stake);
    tell();
    return () => {
      stakes.delete(stake);
      tell();
    };
  }, [isAtStake]);
}

export const isAnythingAtStake = (): boolean => stakes.size > 0;

export const useIsAnythingAtStake = (): boolean =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, isAnythingAtStake);
