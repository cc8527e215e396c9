import * as v from 'valibot';
import { ofType, type Resource } from '../state.ts';

const Alarm = v.object({
  namespace: v.nullable(v.string()),
  metric_name: v.nullable(v.string()),
  comparison_operator: v.string(),
  threshold: v.nullable(v.number()),
  dimensions: v.nullable(v.record(v.string(), v.string())),
});

export type Alarm = v.InferOutput<typeof Alarm>;

/** The alarms of CloudWatch. */
export function alarms(resources: readonly Resource[]): Alarm[] {
  return ofType(resources, 'aws_cloudwatch_metric_alarm', Alarm).map(({ values }) => values);
}

/** Whether the first of what an alarm counts raises it. */
export function isRaisedByOne({ comparison_operator, threshold }: Alarm): boolean {
  return comparison_operator === 'GreaterThanThreshold' && threshold === 0;
}
