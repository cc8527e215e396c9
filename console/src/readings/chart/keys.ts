/** What a key does on a chart. */
export type ChartAction =
  | { kind: 'point'; to: number | 'first' | 'last' | 'away' }
  | { kind: 'zoom'; factor: number }
  | { kind: 'move'; share: number };

export type PeriodAction = Exclude<ChartAction, { kind: 'point' }>;

const FAR = 10;
const ACTIONS: Readonly<Record<string, ChartAction>> = {
  ArrowLeft: { kind: 'point', to: -1 },
  ArrowRight: { kind: 'point', to: 1 },
  Home: { kind: 'point', to: 'first' },
  End: { kind: 'point', to: 'last' },
  Escape: { kind: 'point', to: 'away' },
  '+': { kind: 'zoom', factor: 0.5 },
  '=': { kind: 'zoom', factor: 0.5 },
  '-': { kind: 'zoom', factor: 2 },
  PageUp: { kind: 'move', share: -0.5 },
  PageDown: { kind: 'move', share: 0.5 },
};

interface Key {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** With Shift the cursor goes further. What the browser does with its own keys stays. */
export function actionOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Key): ChartAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const action = ACTIONS[key];
  if (shiftKey && action?.kind === 'point' && typeof action.to === 'number') return { ...action, to: action.to * FAR };
  return action;
}
