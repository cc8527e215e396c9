import * as v from 'valibot';
import { pageOf } from '../shared/page.ts';
import type { Roles } from '../shared/ports.ts';
import type { RestOperations } from '../shared/rest-service.ts';
import type { Clock } from '../shared/service.ts';
import { conflict, invalid, notFound } from './errors.ts';
import { parseRate } from './expression.ts';
import { findGroup } from './groups.ts';
import { name, pageInput, parseInput, scheduleInput, scheduleNameInput } from './input.ts';
import {
  scheduleArn,
  scheduleKey,
  seconds,
  type ScheduleDefinition,
  type ScheduleRecord,
  type SchedulerRecords,
} from './records.ts';

/** By it, EventBridge Scheduler assumes roles. */
export const SCHEDULER_PRINCIPAL = 'scheduler.amazonaws.com';

/** A start may lie so far back. Source: EventBridge Scheduler API Reference, "CreateSchedule". */
const START_TOLERANCE_MS = 300_000;

const listInput = v.object({
  ...pageInput,
  ScheduleGroup: v.optional(name),
  GroupName: v.optional(name),
  State: v.optional(v.picklist(['ENABLED', 'DISABLED'])),
});

interface SchedulesOptions {
  records: SchedulerRecords;
  roles: Roles;
  clock: Clock;
  /** Called when what is due next may have changed. */
  onChange: () => void;
}

/** Schedules. Source: EventBridge Scheduler API Reference, "CreateSchedule", "UpdateSchedule", "ListSchedules". */
export function scheduleOperations({ records, roles, clock, onChange }: SchedulesOptions): RestOperations {
  function find(input: unknown): ScheduleRecord {
    const names = parseInput(scheduleNameInput, input);
    const schedule = records.schedule.get(scheduleKey(names));
    if (!schedule) throw notFound(`Schedule ${names.Name} does not exist.`);
    return schedule;
  }

  function parse(input: unknown): ScheduleDefinition {
    const definition = parseInput(scheduleInput, input);
    parseRate(definition.ScheduleExpression);
    findGroup(records, definition.GroupName);
    const { StartDate, EndDate, Target } = definition;
    if (EndDate !== undefined && EndDate <= (StartDate ?? seconds(clock())))
      throw invalid('The EndDate you specify must be later than the StartDate and than now.');
    if (!roles.find(Target.RoleArn)?.trusts(SCHEDULER_PRINCIPAL))
      throw invalid('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
    return definition;
  }

  async function put(schedule: ScheduleRecord): Promise<object> {
    const key = scheduleKey(schedule.definition);
    await records.schedule.put(key, schedule);
    onChange();
    return { ScheduleArn: scheduleArn(key) };
  }

  return {
    CreateSchedule: {
      route: 'POST /schedules/:Name',
      run(input) {
        const definition = parse(input);
        if (records.schedule.has(scheduleKey(definition)))
          throw conflict(`Schedule ${definition.Name} already exists.`);
        const now = clock();
        if (definition.StartDate !== undefined && definition.StartDate * 1000 < now - START_TOLERANCE_MS)
          throw invalid('The StartDate you specify cannot be earlier than 5 minutes ago.');
        return put({ definition, createdAt: now, modifiedAt: now, dueAt: firstTime(definition, now) });
      },
    },
    UpdateSchedule: {
      route: 'PUT /schedules/:Name',
      run(input) {
        const before = find(input);
        const definition = parse(input);
        const modifiedAt = clock();
        const dueAt = sameTimes(before.definition, definition) ? before.dueAt : firstTime(definition, modifiedAt);
        return put({ definition, createdAt: before.createdAt, modifiedAt, dueAt });
      },
    },
    GetSchedule: {
      route: 'GET /schedules/:Name',
      run(input) {
        const { definition, createdAt, modifiedAt } = find(input);
        const Arn = scheduleArn(scheduleKey(definition));
        return { ...definition, Arn, CreationDate: seconds(createdAt), LastModificationDate: seconds(modifiedAt) };
      },
    },
    ListSchedules: { route: 'GET /schedules', run: (input) => listSchedules(records, input) },
    DeleteSchedule: {
      route: 'DELETE /schedules/:Name',
      async run(input) {
        await records.schedule.delete(scheduleKey(find(input).definition));
        return {};
      },
    },
  };
}

function listSchedules(records: SchedulerRecords, input: unknown): object {
  const {
    ScheduleGroup,
    GroupName = ScheduleGroup,
    NamePrefix,
    State,
    MaxResults,
    NextToken,
  } = parseInput(listInput, input);
  if (GroupName !== undefined) findGroup(records, GroupName);
  const schedules = records.schedule
    .list(GroupName && `${GroupName}/`)
    .filter(({ definition }) => definition.Name.startsWith(NamePrefix ?? ''))
    .filter(({ definition }) => State === undefined || definition.State === State);
  const keyOf = ({ definition }: ScheduleRecord): string => scheduleKey(definition);
  const { items, next } = pageOf(schedules, keyOf, { maximum: MaxResults, token: NextToken });
  return {
    Schedules: items.map(({ definition, createdAt, modifiedAt }) => ({
      Arn: scheduleArn(scheduleKey(definition)),
      Name: definition.Name,
      GroupName: definition.GroupName,
      State: definition.State,
      Target: { Arn: definition.Target.Arn },
      CreationDate: seconds(createdAt),
      LastModificationDate: seconds(modifiedAt),
    })),
    NextToken: next,
  };
}

/** A rate begins with its start, or else at once. */
const firstTime = ({ StartDate }: ScheduleDefinition, now: number): number => Math.max((StartDate ?? 0) * 1000, now);

/** Whether an update leaves the rhythm alone. */
function sameTimes(before: ScheduleDefinition, after: ScheduleDefinition): boolean {
  return (
    before.ScheduleExpression === after.ScheduleExpression &&
    before.StartDate === after.StartDate &&
    before.State === after.State
  );
}
