import { inspect } from 'node:util';
import type { Caller } from '../auth/caller.ts';
import type { Evaluation, Identity } from '../types.ts';
import { redact, redactText } from './redact.ts';
import type { FieldTrace, RequestTrace, TraceEvent } from './trace.ts';

/** How much of a value is shown unless the whole is asked for. */
const SHORT = { depth: 6, maxArrayLength: 5, maxStringLength: 160 } as const;
const WHOLE = { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity } as const;
const MAX_LINES = 40;
const WIDTH = 120;

/** A trace as lines for a person. @param heading what was asked, and what came of it */
export function renderTrace(heading: string, { fields, notices }: RequestTrace, whole: boolean): string {
  const lines = [...fields.values()].flatMap((field) => fieldLines(field, whole));
  return [heading, ...lines, ...notices.map((notice) => `  ${notice}`)].join('\n');
}

/** A value without the secrets in it, cut where it is long: what is left out is counted. */
export function renderValue(value: unknown, whole: boolean): string {
  const text = inspect(redact(value), { ...(whole ? WHOLE : SHORT), breakLength: WIDTH, compact: 3 });
  const lines = text.split('\n');
  if (whole || lines.length <= MAX_LINES) return text;
  return [...lines.slice(0, MAX_LINES), `… ${lines.length - MAX_LINES} more lines`].join('\n');
}

/** Who asks, by mode and name. */
export function callerName(caller: Caller | undefined, identity: Identity | null = null): string {
  if (caller?.mode === 'API_KEY') return 'an API key';
  const known = caller?.identity ?? identity;
  if (!known) return 'nobody';
  if ('userArn' in known) return `${known.userArn} (AWS_IAM)`;
  const groups = known.groups?.join(', ') ?? 'no group';
  return `${known.username} (AMAZON_COGNITO_USER_POOLS, ${groups})`;
}

export const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`;

function fieldLines({ field, arguments: given, events }: FieldTrace, whole: boolean): string[] {
  const own = events.find((event) => event.type === 'handler' && event.code.name === field);
  const kind = own?.type === 'handler' ? ` ${own.code.kind ?? ''}` : '';
  const args = Object.keys(given).length === 0 ? '' : ` ${renderValue(given, whole)}`;
  let step = field;
  const lines = events.flatMap((event) => {
    const isNext = event.type === 'handler' && event.code.name !== step;
    if (isNext) step = event.code.name;
    const title = isNext ? [`    ${step === field ? `${field} again` : step}`] : [];
    return [...title, ...eventLines(event, whole).map((line) => indented(line, step === field ? 4 : 6))];
  });
  return [indented(`${field}${kind}${args}`, 2), ...lines];
}

function eventLines(event: TraceEvent, whole: boolean): string[] {
  if (event.type === 'data source') {
    const { name, kind, answer, error, ms } = event;
    const failed = error === undefined ? [] : [`  error ${renderValue(error, whole)}`];
    return [`${name} (${kind}) answered ${renderValue(answer, whole)}  ${milliseconds(ms)}`, ...failed];
  }
  const { handler, evaluation, ms, lines } = event;
  return [
    ...lines.map((line) => `console: ${redactText(line)}`),
    `${handler} ${outcome(evaluation, whole)}  ${milliseconds(ms)}`,
    ...evaluation.appendedErrors.map((error) => `  appended error ${renderValue(error, whole)}`),
    ...filterLines(evaluation, whole),
  ];
}

function outcome({ error, earlyReturn, result }: Evaluation, whole: boolean): string {
  if (error) return `failed with ${renderValue(error, whole)}`;
  const value = renderValue(result, whole);
  return earlyReturn ? `returned early, on to ${earlyReturn.skipTo}: ${value}` : `gave ${value}`;
}

function filterLines(
  { subscriptionFilter, subscriptionInvalidationFilter, invalidations }: Evaluation,
  whole: boolean,
) {
  return [
    ...(subscriptionFilter ? [`  filter ${renderValue(subscriptionFilter.filterGroup, whole)}`] : []),
    ...(subscriptionInvalidationFilter
      ? [`  invalidation filter ${renderValue(subscriptionInvalidationFilter.filterGroup, whole)}`]
      : []),
    ...invalidations.map((each) => `  invalidates ${renderValue(each, whole)}`),
  ];
}

function indented(text: string, spaces: number): string {
  return text
    .split('\n')
    .map((line) => `${' '.repeat(spaces)}${line}`)
    .join('\n');
}
