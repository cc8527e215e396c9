import { useBlocker } from '@tanstack/react-router';
import { useAtStake } from './at-stake.ts';

/** Holds the page while something is under way whose outcome would be lost with it, such as a key that is given once. The browser asks before its tab is closed. */
export function useStay(isUnderWay: boolean): void {
  useAtStake(isUnderWay);
  useBlocker({ shouldBlockFn: () => true, disabled: !isUnderWay });
}
