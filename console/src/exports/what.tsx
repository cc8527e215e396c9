import { useIntl } from 'react-intl';
import type { ExportInListFragment } from '../api/generated/documents.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';

type Asked = Pick<ExportInListFragment, 'deviceIds' | 'metrics' | 'from' | 'to' | 'format' | 'window' | 'statistics'>;

/** As many devices, or metrics, are named. */
export const NAMED = 2;

/** What was asked for, in words that fit a line. */
export function useSummaries(deviceName: (id: string) => string) {
  const say = useText();
  const { date } = useFormats();
  const intl = useIntl();
  const some = (items: readonly string[], nameOf = (item: string) => item): string => {
    const names = items.slice(0, NAMED).map(nameOf).join(', ');
    return items.length > NAMED ? say('exports.andOthers', { names, count: items.length - NAMED }) : names;
  };
  const windowOf = useWindowLabel();
  return {
    devices: ({ deviceIds }: Pick<Asked, 'deviceIds'>): string =>
      deviceIds ? some(deviceIds, deviceName) : say('exports.allDevices'),
    metrics: ({ metrics }: Pick<Asked, 'metrics'>): string => (metrics ? some(metrics) : say('exports.allMetrics')),
    period: ({ from, to }: Pick<Asked, 'from' | 'to'>): string => {
      if (!isMidnight(from) || !isMidnight(to)) {
        return intl.formatDateTimeRange(Date.parse(from), Date.parse(to), { dateStyle: 'medium', timeStyle: 'short' });
      }
      // Whole days, of which the last is the one before the end.
      const [first, last] = [date(from), date(Date.parse(to) - 1)];
      return first === last ? first : `${first} – ${last}`;
    },
    values: ({ window, statistics }: Pick<Asked, 'window' | 'statistics'>): string =>
      window === null || statistics === null
        ? say('exports.everyReading')
        : say('exports.summaryOf', {
            statistics: intl.formatList(statistics.map((each) => say(`exports.statistic.${each}`))),
            window: windowOf(window),
          }),
  };
}

function isMidnight(time: string): boolean {
  const date = new Date(time);
  return date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0 && date.getMilliseconds() === 0;
}

const UNITS = { S: 'second', M: 'minute', H: 'hour', D: 'day' } as const;

/** A window's length as one says it: `15 minutes`. */
function useWindowLabel(): (window: string) => string {
  const intl = useIntl();
  return (window) => {
    const [, amount = '', unit = ''] = /^PT?(\d+)([SMHD])$/.exec(window) ?? [];
    const known = unit === 'S' || unit === 'M' || unit === 'H' || unit === 'D' ? UNITS[unit] : undefined;
    if (known === undefined) return window;
    return intl.formatNumber(Number(amount), { style: 'unit', unit: known, unitDisplay: 'long' });
  };
}
