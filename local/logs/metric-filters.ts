import { AwsError } from '../shared/aws-error.ts';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import type { Clock } from '../shared/service.ts';
import { parseInput } from './errors.ts';
import { filterKey, requireGroup } from './records.ts';
import type { LogRecords } from './records.ts';
import * as schema from './schema.ts';

/** Of a log group. Source: Amazon CloudWatch Logs User Guide, "CloudWatch Logs quotas". */
const MAXIMUM = 100;

/** Metric filters are kept and given back; they count nothing. Source: Amazon CloudWatch Logs API Reference. */
export function metricFilterOperations(records: LogRecords, clock: Clock): Operations {
  const { metricFilters } = records;
  return {
    PutMetricFilter: async (input) => {
      const { logGroupName, filterName, filterPattern, metricTransformations } = parseInput(
        schema.putMetricFilter,
        input,
      );
      if (requireGroup(records, logGroupName).groupClass !== 'STANDARD')
        throw new AwsError('InvalidOperationException', 'Only a log group of the class STANDARD has metric filters.');
      const key = filterKey(logGroupName, filterName);
      if (!metricFilters.has(key) && metricFilters.keys(filterKey(logGroupName)).length >= MAXIMUM)
        throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
      const creationTime = metricFilters.get(key)?.creationTime ?? clock();
      await metricFilters.put(key, { logGroupName, filterName, filterPattern, metricTransformations, creationTime });
      return undefined;
    },
    DescribeMetricFilters: (input) => {
      const asked = parseInput(schema.describeMetricFilters, input);
      const { logGroupName, filterNamePrefix = '', metricName, metricNamespace, limit, nextToken } = asked;
      if (logGroupName !== undefined) requireGroup(records, logGroupName);
      const all = metricFilters
        .list(logGroupName === undefined ? '' : filterKey(logGroupName))
        .filter(({ filterName }) => filterName.startsWith(filterNamePrefix))
        .filter(
          ({ metricTransformations: [of] }) =>
            metricName === undefined || (of?.metricName === metricName && of.metricNamespace === metricNamespace),
        );
      const keyOf = (filter: (typeof all)[number]) => filterKey(filter.logGroupName, filter.filterName);
      const { items: page, next } = pageOf(all, keyOf, { maximum: limit, token: nextToken });
      return {
        metricFilters: page.map((filter) => ({ ...filter, applyOnTransformedLogs: false })),
        ...(next !== undefined && { nextToken: next }),
      };
    },
    DeleteMetricFilter: async (input) => {
      const { logGroupName, filterName } = parseInput(schema.deleteMetricFilter, input);
      requireGroup(records, logGroupName);
      if (!(await metricFilters.delete(filterKey(logGroupName, filterName))))
        throw new AwsError('ResourceNotFoundException', 'The specified metric filter does not exist.');
      return undefined;
    },
  };
}
