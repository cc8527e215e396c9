import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { pictureOf, type Picture } from '../series/picture.ts';
import type { Shown } from '../use-live-series.ts';
import type { Group } from './groups.ts';
import type { UnitPlot } from './unit-plot.ts';

/** Charts move on with time by about a pixel, but not more often than this, in ms. */
const FASTEST = 1000;
const PIXELS = 800;

export interface Drawn {
  /** What is drawn. */
  picture: RefObject<Picture | undefined>;
  /** On what, by unit. */
  plots: RefObject<Map<string | null, UnitPlot>>;
  onPlot: (unit: string | null, plot: UnitPlot | null) => void;
}

/**
 * Draws what there is on the charts of the groups: when there is more of it, and as time goes on; once a frame at most.
 * @param lostSince since when the connection is lost, in ms
 * @param onDrawn is told after each time
 */
export function useDrawing(
  { wanted, drawn }: Shown,
  groups: readonly Group[],
  lostSince: number | null,
  onDrawn: (picture: Picture, plots: ReadonlyMap<string | null, UnitPlot>) => void,
): Drawn {
  const plots = useRef(new Map<string | null, UnitPlot>());
  const picture = useRef<Picture>(undefined);
  const frame = useRef<number>(undefined);
  const draw = useRef<() => void>(undefined);

  useEffect(() => {
    draw.current = () => {
      frame.current = undefined;
      const now = drawn && pictureOf(drawn);
      if (!now) return;
      picture.current = now;
      const lines = new Map(now.metrics.map((metric) => [metric.metric, metric]));
      const { from, to } = wanted.span();
      for (const { unit, metrics } of groups) {
        const ofUnit = metrics.flatMap(({ name }) => lines.get(name) ?? []);
        plots.current.get(unit)?.draw({ metrics: ofUnit, from, to, lostSince });
      }
      onDrawn(now, plots.current);
    };
  });

  const redraw = useCallback(() => {
    frame.current ??= requestAnimationFrame(() => draw.current?.());
  }, []);
  const onPlot = useCallback(
    (unit: string | null, plot: UnitPlot | null) => {
      if (plot) plots.current.set(unit, plot);
      else plots.current.delete(unit);
      redraw();
    },
    [redraw],
  );

  // What is on the charts may depend on anything that has changed.
  useEffect(redraw);
  useEffect(() => {
    const { from, to } = wanted.span();
    const timer = wanted.isLive ? setInterval(redraw, Math.max(FASTEST, (to - from) / PIXELS)) : undefined;
    const stop = drawn?.listen(redraw);
    return () => {
      stop?.();
      clearInterval(timer);
    };
  }, [wanted, drawn, redraw]);
  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current ?? 0);
      frame.current = undefined;
    },
    [],
  );
  return { picture, plots, onPlot };
}
