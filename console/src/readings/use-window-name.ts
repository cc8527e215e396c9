import { useCallback } from 'react';
import { useIntl } from 'react-intl';

const UNITS: Readonly<Record<string, string>> = {
  S: 'second',
  M: 'minute',
  H: 'hour',
  D: 'day',
  W: 'week',
  Y: 'year',
};

/** What a window's length is called: `15 minutes` for `PT15M`. */
export function useWindowName(): (window: string) => string {
  const intl = useIntl();
  return useCallback(
    (window) => {
      const [, time, amount, letter = ''] = /^P(T?)(\d+)([A-Z])$/.exec(window) ?? [];
      const unit = time === '' && letter === 'M' ? 'month' : UNITS[letter];
      return unit === undefined
        ? window
        : intl.formatNumber(Number(amount), { style: 'unit', unit, unitDisplay: 'long' });
    },
    [intl],
  );
}
