import uPlot from 'uplot';
import { align, type Cell, type Line } from '../series/align.ts';
import { silenceOf } from '../series/gaps.ts';
import type { MetricPicture } from '../series/picture.ts';
import { marked, type Span } from '../series/zoom.ts';
import { rangeAround, timeLabels, valueLabels, VALUE_STEPS } from './axes.ts';
import { colorOf, dashOf, type Ink } from './ink.ts';

export interface PlotOptions {
  /** The metrics, in the order of their lines. */
  metrics: readonly string[];
  /** Whether each line has a band around it. */
  hasBand: boolean;
  /** Whether its axis names the times: of charts that are one below the other, the last one's does. */
  hasTimes: boolean;
  /** The colour of the first line, counted through all charts. */
  firstColor: number;
  size: { width: number; height: number };
  locale: string;
  ink: Ink;
  /** Charts with the same one have their cursors at the same time. */
  together: string;
  /** Somebody has marked a period. */
  onMark: (span: Span) => void;
  /** The cursor has moved, or what is below it. */
  onCursor: () => void;
}

/** What is to be drawn, and where on the axis. */
export interface Drawing extends Span {
  metrics: readonly MetricPicture[];
  /** Since when the connection is lost, in ms. */
  lostSince: number | null;
}

const AXIS_WIDTH = 64;
/** What a time axis takes of the height, in CSS pixels. */
export const TIMES_HEIGHT = 46;
export const NO_TIMES_HEIGHT = 10;
const LEAST_MARK = 8;
const NO_MARK = { left: 0, top: 0, width: 0, height: 0 };

/** The lines of all metrics of one unit. */
export class UnitPlot {
  readonly #options: PlotOptions;
  readonly #plot: uPlot;
  #drawing: Drawing | undefined;
  #lone: readonly number[][] = [];

  constructor(element: HTMLElement, options: PlotOptions) {
    this.#options = options;
    this.#plot = new uPlot(this.#settings(), undefined, element);
  }

  draw(drawing: Drawing): void {
    this.#drawing = drawing;
    const [times, ...columns] = align(drawing.metrics.map((metric) => lineOf(metric, this.#options.hasBand)));
    this.#lone = columns.map(loneOf);
    this.#plot.batch(() => {
      this.#plot.setData([times, ...columns], false);
      this.#plot.setScale('x', { min: drawing.from, max: drawing.to });
    });
  }

  resize(size: { width: number; height: number }): void {
    this.#plot.setSize(size);
  }

  /** Puts the cursor at a time; away where that is null. */
  point(time: number | null): void {
    const left = time === null ? -10 : this.#plot.valToPos(time, 'x');
    this.#plot.setCursor({ left, top: time === null ? -10 : this.#plot.over.clientHeight / 2 });
  }

  /** The time that the cursor is at, in ms; undefined where it is at none. */
  pointedTime(): number | undefined {
    const { left = -1, idx } = this.#plot.cursor;
    return left < 0 || idx === null || idx === undefined ? undefined : this.#plot.data[0][idx];
  }

  /** Which of its points the cursor is at, of each metric; null where it is at none. */
  pointed(): (number | null)[] {
    const time = this.pointedTime();
    return this.#options.metrics.map((_, index) => {
      const times = this.#drawing?.metrics[index]?.times;
      return time === undefined || !times ? null : nearest(times, time);
    });
  }

  destroy(): void {
    this.#plot.destroy();
  }

  #settings(): uPlot.Options {
    const { size, together, hasBand, metrics } = this.#options;
    const each = hasBand ? 3 : 1;
    return {
      ...size,
      ms: 1,
      legend: { show: false },
      // Of a label at the right end one half lies beyond it.
      padding: [12, 24, 0, 0],
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false, dist: LEAST_MARK },
        // A mark is made on one chart and is of all of them.
        sync: {
          key: together,
          setSeries: false,
          filters: { pub: (type) => type.startsWith('mouse') && !/down|up/.test(type) },
        },
        points: { size: 7 },
      },
      scales: { x: { time: true, auto: false }, y: { range: (_plot, min, max) => rangeAround(min, max) } },
      axes: [this.#timeAxis(), this.#valueAxis()],
      series: [{}, ...metrics.flatMap((_, index) => this.#lines(index))],
      bands: hasBand ? metrics.map((_, index) => this.#band(index, each)) : [],
      hooks: {
        setSelect: [
          (plot) => {
            if (plot.select.width < LEAST_MARK) return;
            const { left, width } = plot.select;
            const span = marked(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
            plot.setSelect(NO_MARK, false);
            this.#options.onMark(span);
          },
        ],
        setCursor: [this.#options.onCursor],
        drawClear: [
          (plot) => {
            this.#markLost(plot);
          },
        ],
      },
    };
  }

  #timeAxis(): uPlot.Axis {
    const { locale, ink, hasTimes } = this.#options;
    const label = timeLabels(locale);
    return {
      stroke: ink.text,
      font: fontOf(),
      space: 72,
      size: hasTimes ? TIMES_HEIGHT : NO_TIMES_HEIGHT,
      grid: { stroke: ink.grid, width: 1 },
      ticks: { stroke: ink.grid, width: 1, size: 4 },
      values: (_plot, times, _axis, _space, step) => (hasTimes ? label(times, step) : times.map(() => '')),
    };
  }

  #valueAxis(): uPlot.Axis {
    const { locale, ink } = this.#options;
    const label = valueLabels(locale);
    return {
      stroke: ink.text,
      font: fontOf(),
      size: AXIS_WIDTH,
      grid: { stroke: ink.grid, width: 1 },
      ticks: { show: false },
      incrs: [...VALUE_STEPS],
      values: (_plot, values, _axis, _space, step) => label(values, step),
    };
  }

  /** The line of a metric and, if it has a band, its edges. */
  #lines(index: number): uPlot.Series[] {
    const { hasBand, firstColor, ink } = this.#options;
    const stroke = colorOf(ink, firstColor + index);
    const column = index * (hasBand ? 3 : 1);
    const line: uPlot.Series = {
      stroke,
      width: 1.5,
      dash: [...dashOf(index)],
      points: {
        size: 5,
        fill: stroke,
        filter: (_plot, _series, isShown) => (isShown ? null : [...(this.#lone[column] ?? [])]),
      },
    };
    const edge: uPlot.Series = { width: 0, points: { show: false } };
    return hasBand ? [line, edge, edge] : [line];
  }

  #band(index: number, each: number): uPlot.Band {
    const { ink, firstColor } = this.#options;
    const [low, high] = [index * each + 2, index * each + 3];
    return { series: [high, low], fill: `${colorOf(ink, firstColor + index)}33` };
  }

  #markLost(plot: uPlot): void {
    const since = this.#drawing?.lostSince;
    if (since === null || since === undefined) return;
    const { ctx, bbox } = plot;
    const left = Math.max(bbox.left, plot.valToPos(since, 'x', true));
    ctx.save();
    ctx.fillStyle = this.#options.ink.lost;
    ctx.fillRect(left, bbox.top, Math.max(0, bbox.left + bbox.width - left), bbox.height);
    ctx.restore();
  }
}

const fontOf = (): string => `12px ${getComputedStyle(document.body).fontFamily}`;

function lineOf({ times, values, band }: MetricPicture, hasBand: boolean): Line {
  const edges = hasBand ? [band?.low ?? values, band?.high ?? values] : [];
  return { times, values: [values, ...edges], silence: silenceOf(times) };
}

/** Values that no line leads to or from: drawn as points, or they would not be seen. */
function loneOf(column: readonly Cell[]): number[] {
  const lone: number[] = [];
  // The values since the line broke, and the last of them.
  let [length, last] = [0, -1];
  for (let index = 0; index < column.length; index++) {
    const value = column[index];
    if (value === undefined) continue;
    if (value === null) {
      if (length === 1) lone.push(last);
      length = 0;
    } else {
      length += 1;
      last = index;
    }
  }
  if (length === 1) lone.push(last);
  return lone;
}

/** The index of the time, of those in order, that is nearest to one; null where there are none. */
export function nearest(times: readonly number[], time: number): number | null {
  let [low, high] = [0, times.length - 1];
  if (high < 0) return null;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= time) low = middle;
    else high = middle;
  }
  return Math.abs((times[low] ?? 0) - time) <= Math.abs((times[high] ?? 0) - time) ? low : high;
}
