/** The colours of a chart, as its style sheet names them for the scheme in force. */
export interface Ink {
  text: string;
  grid: string;
  /** Of the stretch in which the connection is lost. */
  lost: string;
  lines: readonly string[];
}

const LINES = 8;

export function inkOf(element: HTMLElement): Ink {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: of('--chart-text'),
    grid: of('--chart-grid'),
    lost: of('--chart-lost'),
    lines: Array.from({ length: LINES }, (_, index) => of(`--chart-line-${index + 1}`)),
  };
}

/** In CSS pixels: lines of one chart differ by more than their colour. */
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [12, 4, 2, 4]];

export const dashOf = (line: number): readonly number[] => DASHES[line % DASHES.length] ?? [];
export const colorOf = ({ lines }: Ink, line: number): string => lines[line % lines.length] ?? '';
