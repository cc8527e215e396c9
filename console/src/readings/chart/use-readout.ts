import { useCallback, useMemo, useRef } from 'react';
import { useIntl } from 'react-intl';
import { useFormats } from '../../i18n/formats.tsx';
import { useText } from '../../i18n/text.tsx';
import type { MetricInfo } from '../metric-info.ts';
import type { MetricPicture, Picture } from '../series/picture.ts';
import type { Statistic } from '../series/question.ts';
import type { Group } from './groups.ts';
import type { UnitPlot } from './unit-plot.ts';

/** What is told of a line at a place. */
interface Told {
  metric: MetricInfo;
  value: string;
  /** Null where nothing is pointed at: then the value is the newest. */
  when: string | null;
}

export interface Readout {
  /** Where the value of a metric is shown. */
  valueElement: (metric: string) => (element: HTMLElement | null) => void;
  /** Where the time is shown that is pointed at. */
  timeElement: (element: HTMLElement | null) => void;
  /** Shows what is pointed at now, past React: the pointer moves faster than it draws. */
  show: (picture: Picture | undefined, plots: ReadonlyMap<string | null, UnitPlot>) => void;
  /** The same in words. */
  inWords: (picture: Picture | undefined, plots: ReadonlyMap<string | null, UnitPlot>) => string;
}

/** The values and the time that the cursor is at. */
export function useReadout(groups: readonly Group[], statistic: Statistic): Readout {
  const say = useText();
  const whenOf = useWhen();
  const { value: valueText, number } = useFormats();
  const values = useRef(new Map<string, HTMLElement>());
  const time = useRef<HTMLElement>(null);

  const told = useCallback(
    (picture: Picture | undefined, plots: ReadonlyMap<string | null, UnitPlot>): Told[] => {
      const lines = new Map(picture?.metrics.map((line) => [line.metric, line]));
      return groups.flatMap(({ unit, metrics }) => {
        const pointed = plots.get(unit)?.pointed() ?? [];
        return metrics.map((metric, index) => {
          const line = lines.get(metric.name);
          const at = pointed[index] ?? null;
          const value = line?.values[at ?? line.values.length - 1] ?? null;
          const isCount = picture?.window !== null && statistic === 'COUNT';
          const text = value === null ? '–' : isCount ? number(value) : valueText(value, unit);
          return { metric, value: text, when: line && at !== null ? whenOf(line, at) : null };
        });
      });
    },
    [groups, statistic, whenOf, valueText, number],
  );

  return useMemo(
    () => ({
      valueElement: (metric) => (element) => {
        if (element) values.current.set(metric, element);
        else values.current.delete(metric);
      },
      timeElement: (element) => {
        time.current = element;
      },
      show: (picture, plots) => {
        const all = told(picture, plots);
        for (const { metric, value } of all) {
          const element = values.current.get(metric.name);
          if (element && element.textContent !== value) element.textContent = value;
        }
        // Of windows it is what their newest ones sum up, which is not what was measured last.
        const newest = say(picture?.window ? 'readings.newest.windows' : 'readings.newest');
        const when = all.find((each) => each.when !== null)?.when ?? newest;
        if (time.current && time.current.textContent !== when) time.current.textContent = when;
      },
      inWords: (picture, plots) => {
        const all = told(picture, plots);
        const when = all.find((each) => each.when !== null)?.when ?? '';
        return [when, ...all.map(({ metric, value }) => `${metric.label} ${value}`)].join('; ');
      },
    }),
    [told, say],
  );
}

/** When a point was measured, or from when to when its window reaches. */
function useWhen(): (line: MetricPicture, index: number) => string {
  const { locale } = useIntl();
  return useMemo(() => {
    const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
    const short = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
    return ({ times, bins }, index) => {
      const bin = bins?.[index];
      if (!bin) return exact.format(times[index]);
      const { begin, end } = bin;
      // The last moment of a window of days is of its last day.
      if (end - begin > 23 * 3_600_000) return days.formatRange(begin, end - 1);
      return (end - begin < 60_000 ? exact : short).formatRange(begin, end);
    };
  }, [locale]);
}
