import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import 'uplot/dist/uPlot.min.css';
import type { Span } from '../series/zoom.ts';
import classes from './charts.module.css';
import { inkOf } from './ink.ts';
import { UnitPlot } from './unit-plot.ts';

interface UnitChartProps {
  unit: string | null;
  metrics: readonly string[];
  hasBand: boolean;
  hasTimes: boolean;
  firstColor: number;
  size: { width: number; height: number };
  together: string;
  /** The plot is there, or is there no more: it may come anew, as when the colours change. */
  onPlot: (unit: string | null, plot: UnitPlot | null) => void;
  onMark: (span: Span) => void;
  onCursor: () => void;
}

/** The canvas of the metrics of one unit. What is on it, its owner draws. */
export function UnitChart(props: UnitChartProps): ReactNode {
  const { unit, metrics, hasBand, hasTimes, firstColor, size, together, onPlot, onMark, onCursor } = props;
  const { locale } = useIntl();
  const scheme = useComputedColorScheme('light');
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<UnitPlot>(null);
  const names = JSON.stringify(metrics);

  useEffect(() => {
    if (!element.current) return undefined;
    const made = new UnitPlot(element.current, {
      ...{ metrics, hasBand, hasTimes, firstColor, size, locale, together, onMark, onCursor },
      ink: inkOf(element.current),
    });
    plot.current = made;
    onPlot(unit, made);
    return () => {
      plot.current = null;
      onPlot(unit, null);
      made.destroy();
    };
    // By the names, for the list may be another with the same in it; the scheme decides what the style sheet answers; the size has an effect of its own.
  }, [unit, names, hasBand, hasTimes, firstColor, locale, scheme, together, onPlot, onMark, onCursor]);

  const { width, height } = size;
  useEffect(() => {
    plot.current?.resize({ width, height });
  }, [width, height]);

  return <div ref={element} className={classes.plot} style={{ height }} aria-hidden />;
}
