import * as v from 'valibot';
import { members } from '../shared/query/form.ts';
import { flag } from '../shared/wire-values.ts';
import { integer, number, text } from './input.ts';

const DAY = 86_400;
const WEEK = 604_800;

const period = v.pipe(
  integer,
  v.check(
    (seconds) => [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0),
    'Expected 10, 20, 30 or a multiple of 60',
  ),
);
const dimensions = v.pipe(members(v.strictObject({ Name: text(255), Value: text(1024) })), v.maxLength(30));
const namespace = v.pipe(text(255), v.regex(/^[^:]/));
/** Percentiles, trimmed means and their kin, such as `p99.9` or `tm(10%:90%)`. Source: Amazon CloudWatch User Guide, "Statistics definitions". */
const extendedStatistic = v.pipe(
  v.string(),
  v.regex(
    /^(p\d{1,3}(\.\d{1,10})?|(tm|wm|tc|ts)\d{1,2}(\.\d{1,10})?|IQM|(TM|WM|PR|TC|TS)\(.+:.*\)|(TM|WM|PR|TC|TS)\(:.+\))$/i,
  ),
);
const statistic = v.picklist(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']);

const metricQuery = v.pipe(
  v.strictObject({
    Id: v.pipe(text(255), v.regex(/^[a-z][a-zA-Z0-9_]*$/, 'Expected a lower-case letter, then letters, digits and _')),
    Expression: v.exactOptional(text(2048)),
    MetricStat: v.exactOptional(
      v.strictObject({
        Metric: v.strictObject({ Namespace: namespace, MetricName: text(255), Dimensions: dimensions }),
        Period: period,
        Stat: v.union([statistic, extendedStatistic]),
        Unit: v.exactOptional(v.string()),
      }),
    ),
    Label: v.exactOptional(v.string()),
    ReturnData: v.optional(flag, true),
    Period: v.exactOptional(period),
    AccountId: v.exactOptional(text(255)),
  }),
  v.check(
    ({ Expression, MetricStat }) => (Expression === undefined) !== (MetricStat === undefined),
    'Expected either Expression or MetricStat',
  ),
);

/** What SNS, Lambda and the others are named by; `arn:aws:automate:…` is of EC2. */
const action = v.pipe(text(1024), v.regex(/^arn:aws:[\w-]+:[\w-]*:\w*:.+$/, 'Invalid arn syntax'));
const actions = v.pipe(members(action), v.maxLength(5));

/** The members of a metric alarm as it is asked for, and as it is kept. */
export const alarmConfiguration = {
  AlarmName: v.pipe(
    text(255),
    v.check((name) => !/\p{Cc}/u.test(name), 'Expected no control characters'),
  ),
  AlarmDescription: v.exactOptional(text(1024, 0)),
  ActionsEnabled: v.optional(flag, true),
  OKActions: actions,
  AlarmActions: actions,
  InsufficientDataActions: actions,
  MetricName: v.exactOptional(text(255)),
  Namespace: v.exactOptional(namespace),
  Statistic: v.exactOptional(statistic),
  ExtendedStatistic: v.exactOptional(extendedStatistic),
  Dimensions: dimensions,
  Period: v.exactOptional(period),
  Unit: v.exactOptional(v.string()),
  EvaluationPeriods: v.pipe(integer, v.minValue(1)),
  DatapointsToAlarm: v.exactOptional(v.pipe(integer, v.minValue(1))),
  Threshold: v.exactOptional(number),
  ComparisonOperator: v.picklist([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
    'LessThanLowerOrGreaterThanUpperThreshold',
    'LessThanLowerThreshold',
    'GreaterThanUpperThreshold',
  ]),
  TreatMissingData: v.exactOptional(v.picklist(['breaching', 'notBreaching', 'ignore', 'missing'])),
  EvaluateLowSampleCountPercentile: v.exactOptional(v.picklist(['evaluate', 'ignore'])),
  Metrics: v.pipe(members(metricQuery), v.maxLength(20)),
  ThresholdMetricId: v.exactOptional(text(255)),
};
export const keptConfiguration = v.object(alarmConfiguration);
export type AlarmConfiguration = v.InferOutput<typeof keptConfiguration>;

/** Such as "MetricName and Metrics", or nothing where all is as AWS has it. Source: Amazon CloudWatch API Reference, "PutMetricAlarm". */
export function contradiction(alarm: AlarmConfiguration): string | undefined {
  return ofMetrics(alarm) ?? ofThreshold(alarm) ?? ofPeriods(alarm);
}

function ofMetrics(alarm: AlarmConfiguration): string | undefined {
  const { Metrics, MetricName, Namespace, Statistic, ExtendedStatistic, Period } = alarm;
  if (Metrics.length === 0) {
    if (MetricName === undefined) return 'Either MetricName or Metrics must be given';
    if (Namespace === undefined) return 'Namespace must be given with MetricName';
    if (Period === undefined) return 'Period must be given with MetricName';
    if ((Statistic === undefined) === (ExtendedStatistic === undefined))
      return 'Exactly one of Statistic and ExtendedStatistic must be given';
    return undefined;
  }
  const names = ['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const;
  const beside = names.find((name) => alarm[name] !== undefined) ?? (alarm.Dimensions.length > 0 && 'Dimensions');
  if (beside) return `${beside} must not be given with Metrics`;
  const ids = Metrics.map(({ Id }) => Id);
  if (new Set(ids).size < ids.length) return 'Ids in Metrics must be unique';
  if (Metrics.filter(({ ReturnData }) => ReturnData).length !== (alarm.ThresholdMetricId === undefined ? 1 : 2))
    return 'Exactly one element of Metrics should return data';
  return undefined;
}

function ofThreshold({
  ComparisonOperator,
  Threshold,
  ThresholdMetricId,
  Metrics,
}: AlarmConfiguration): string | undefined {
  const ofBand = ComparisonOperator.includes('Upper') || ComparisonOperator.includes('Lower');
  if (ofBand !== (ThresholdMetricId !== undefined))
    return `${ComparisonOperator} ${ofBand ? 'needs a' : 'has no'} ThresholdMetricId`;
  if (ThresholdMetricId === undefined && Threshold === undefined) return 'Threshold must be given';
  if (ThresholdMetricId !== undefined && !Metrics.some(({ Id }) => Id === ThresholdMetricId))
    return `ThresholdMetricId ${ThresholdMetricId} is not in Metrics`;
  return undefined;
}

function ofPeriods({ Period, EvaluationPeriods, DatapointsToAlarm, Metrics }: AlarmConfiguration): string | undefined {
  if ((DatapointsToAlarm ?? 1) > EvaluationPeriods) return 'DatapointsToAlarm must not be more than EvaluationPeriods';
  const seconds = Math.max(Period ?? 0, ...Metrics.map((query) => query.Period ?? query.MetricStat?.Period ?? 0));
  const maximum = seconds < 3600 ? DAY : WEEK;
  if (seconds * EvaluationPeriods > maximum)
    return `Metrics cannot be checked across more than ${maximum / DAY} day(s)`;
  return undefined;
}
