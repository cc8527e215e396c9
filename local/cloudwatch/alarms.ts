import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import { members } from '../shared/query/form.ts';
import type { Clock } from '../shared/service.ts';
import { fromTagList, tagList, withTags } from '../shared/tags.ts';
import { alarmConfiguration, contradiction } from './alarm-schema.ts';
import { badCombination, integer, parseInput, text } from './input.ts';
import { alarmArn, stateValue } from './records.ts';
import type { Alarm, CloudWatchRecords } from './records.ts';

const names = v.pipe(members(text(255)), v.maxLength(100));
const alarmNames = v.strictObject({ AlarmNames: names });
const putInput = v.strictObject({
  ...alarmConfiguration,
  Tags: v.pipe(members(tagList.item), v.maxLength(50)),
});
const describeInput = v.strictObject({
  AlarmNames: names,
  AlarmNamePrefix: v.optional(text(255)),
  AlarmTypes: members(v.picklist(['MetricAlarm', 'CompositeAlarm', 'LogAlarm'])),
  StateValue: v.optional(stateValue),
  ActionPrefix: v.optional(text(1024)),
  MaxRecords: v.optional(v.pipe(integer, v.minValue(1), v.maxValue(100)), 50),
  NextToken: v.optional(v.string()),
});
const setStateInput = v.strictObject({
  AlarmName: text(255),
  StateValue: stateValue,
  StateReason: text(1023, 0),
  StateReasonData: v.optional(text(4000, 0)),
});

/** Operations on metric alarms. Source: Amazon CloudWatch API Reference. */
export function alarmOperations({ alarms }: CloudWatchRecords, clock: Clock): Operations {
  const enable = async (input: unknown, ActionsEnabled: boolean): Promise<undefined> => {
    // Of a name that there is none of AWS says nothing.
    for (const name of parseInput(alarmNames, input).AlarmNames) {
      const alarm = alarms.get(name);
      if (alarm) await alarms.put(name, { ...alarm, configuration: { ...alarm.configuration, ActionsEnabled } });
    }
  };
  return {
    PutMetricAlarm: async (input) => {
      const { Tags, ...configuration } = parseInput(putInput, input);
      const wrong = contradiction(configuration);
      if (wrong !== undefined) throw badCombination(wrong);
      const now = clock();
      const found = alarms.get(configuration.AlarmName);
      const state = found ?? {
        state: 'INSUFFICIENT_DATA' as const,
        reason: 'Unchecked: Initial alarm creation',
        stateAt: now,
        tags: withTags({}, fromTagList(Tags)),
      };
      await alarms.put(configuration.AlarmName, { ...state, configuration, configuredAt: now });
      return undefined;
    },
    DescribeAlarms: (input) => {
      const { AlarmNames, AlarmNamePrefix, AlarmTypes, StateValue, ActionPrefix, MaxRecords, NextToken } = parseInput(
        describeInput,
        input,
      );
      if (AlarmNames.length > 0 && AlarmNamePrefix !== undefined)
        throw badCombination('AlarmNames and AlarmNamePrefix must not both be given');
      const asked = AlarmTypes.length === 0 || AlarmTypes.includes('MetricAlarm') ? alarms.list(AlarmNamePrefix) : [];
      const found = asked
        .filter(({ configuration }) => AlarmNames.length === 0 || AlarmNames.includes(configuration.AlarmName))
        .filter(({ state }) => StateValue === undefined || state === StateValue)
        .filter((alarm) => ActionPrefix === undefined || actionsOf(alarm).some((arn) => arn.startsWith(ActionPrefix)));
      const keyOf = ({ configuration }: Alarm) => configuration.AlarmName;
      const { items, next } = pageOf(found, keyOf, { maximum: MaxRecords, token: NextToken });
      return { MetricAlarms: items.map(describe), CompositeAlarms: [], NextToken: next };
    },
    DeleteAlarms: async (input) => {
      const { AlarmNames } = parseInput(alarmNames, input);
      if (!AlarmNames.every((name) => alarms.has(name))) throw noAlarm();
      for (const name of AlarmNames) await alarms.delete(name);
      return undefined;
    },
    EnableAlarmActions: (input) => enable(input, true),
    DisableAlarmActions: (input) => enable(input, false),
    SetAlarmState: async (input) => {
      const { AlarmName, StateValue, StateReason, StateReasonData } = parseInput(setStateInput, input);
      const { reasonData: _earlier, ...alarm } = alarms.get(AlarmName) ?? fail(noAlarm());
      const reasonData = StateReasonData !== undefined && { reasonData: StateReasonData };
      const state = { state: StateValue, reason: StateReason, ...reasonData, stateAt: clock() };
      await alarms.put(AlarmName, { ...alarm, ...state });
      return undefined;
    },
  };
}

const noAlarm = (): AwsError => new AwsError('ResourceNotFound', 'The named resource does not exist.', {}, 404);

function fail(error: AwsError): never {
  throw error;
}

function actionsOf({ configuration }: Alarm): string[] {
  return [...configuration.OKActions, ...configuration.AlarmActions, ...configuration.InsufficientDataActions];
}

function describe({ configuration, configuredAt, state, reason, reasonData, stateAt }: Alarm): object {
  return {
    ...configuration,
    AlarmArn: alarmArn(configuration.AlarmName),
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    StateValue: state,
    StateReason: reason,
    StateReasonData: reasonData,
    StateUpdatedTimestamp: new Date(stateAt),
    StateTransitionedTimestamp: new Date(stateAt),
  };
}
