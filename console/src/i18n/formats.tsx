import { useMemo } from 'react';
import { useIntl, type IntlShape } from 'react-intl';
import { unitSign } from './units.ts';

/** A time or value as a person reads it, in their language and time zone. */
export interface Formats {
  /** `23 Nov 2026, 14:05:09`. */
  dateTime: (time: string | number | Date) => string;
  /** `23 Nov 2026`. */
  date: (time: string | number | Date) => string;
  /** `12,345.678`. @param digits most fraction digits */
  number: (value: number, digits?: number) => string;
  /** `21.5 °C`, with at most six significant digits; `3.4E38` where it would be mostly zeros. */
  value: (value: number, unit?: string | null) => string;
  /** `1.2 MB`. */
  bytes: (bytes: number) => string;
  /** `25 %`. @param share 0 to 1 */
  percent: (share: number) => string;
}

export function useFormats(): Formats {
  const intl = useIntl();
  return useMemo(() => formatsOf(intl), [intl]);
}

/** Beyond these, sizes of values are written by their power of ten. */
const [SMALL, LARGE] = [1e-6, 1e12];

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** As {@link useFormats}, of a language and a time zone. */
export function formatsOf(intl: IntlShape): Formats {
  return {
    dateTime: (time) => intl.formatDate(time, { dateStyle: 'medium', timeStyle: 'medium' }),
    date: (time) => intl.formatDate(time, { dateStyle: 'medium' }),
    number: (value, digits = 3) => intl.formatNumber(value, { maximumFractionDigits: digits }),
    value: (value, unit) => {
      const size = Math.abs(value);
      const notation = size >= LARGE || (size > 0 && size < SMALL) ? 'scientific' : 'standard';
      const number = intl.formatNumber(value, { maximumSignificantDigits: 6, notation });
      const sign = unit === null || unit === undefined ? '' : unitSign(unit);
      return sign === '' ? number : `${number}\u00a0${sign}`;
    },
    bytes: (bytes) => {
      const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), BYTES.length - 1);
      return intl.formatNumber(bytes / 1000 ** power, {
        style: 'unit',
        unit: BYTES[power] ?? 'byte',
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power === 0 ? 0 : 1,
      });
    },
    percent: (share) => intl.formatNumber(share, { style: 'percent', maximumFractionDigits: 0 }),
  };
}
