import type { FunctionsArtifact } from '../../../build/artifacts.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import { functionArn } from '../../shared/arns.ts';
import { unlessThere } from '../../shared/aws-error.ts';
import { physicalName } from '../names.ts';
import { ensureRole, grant, type Iam } from './roles.ts';

/** What is invoked by itself, and how often. */
export async function ensureSchedules(
  { scheduler, iam }: { scheduler: Scheduler; iam: Iam },
  functions: FunctionsArtifact,
): Promise<void> {
  for (const [name, { schedule }] of Object.entries(functions)) {
    if (schedule === undefined) continue;
    const Arn = functionArn(physicalName(name));
    const role = `${name}-schedule`;
    const RoleArn = await ensureRole(iam, role, 'scheduler.amazonaws.com');
    await grant(iam, role, { purpose: 'target', actions: ['lambda:InvokeFunction'], resources: [Arn] });
    const input = {
      Name: physicalName(name),
      ScheduleExpression: schedule,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn, RoleArn },
    };
    if (!(await unlessThere('ConflictException', () => scheduler.call('CreateSchedule', input))))
      await scheduler.call('UpdateSchedule', input);
  }
}
