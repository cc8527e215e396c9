import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwsError } from '../shared/aws-error.ts';
import { silentLog } from '../shared/log.ts';
import type { LambdaInvoker, Role } from '../shared/ports.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

const RoleArn = 'arn:aws:iam::000000000000:role/schedule';
const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
const schedule = (Name: string, ScheduleExpression: string, Input?: string) => ({
  Name,
  ScheduleExpression,
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: functionArn(Name), RoleArn, ...(Input !== undefined && { Input }) },
});
const sweep = schedule('sweep', 'rate(1 minute)');
const report = schedule('report', 'rate(2 hours)', '{"kind":1,"at":"<aws.scheduler.scheduled-time>"}');

describe('the scheduler', () => {
  const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const invoke = vi.fn<LambdaInvoker['invoke']>();
  const error = vi.fn();
  const trusts = vi.fn<Role['trusts']>();
  const allows = vi.fn<Role['allows']>();
  let now: number;
  let directory: string;
  let remove: () => Promise<void>;
  const open: Scheduler[] = [];

  async function scheduler(...schedules: object[]): Promise<Scheduler> {
    const options = { directory, lambda: { invoke }, log: { ...silentLog, error }, clock: () => now };
    const made = await createScheduler({ ...options, roles: { find: () => ({ arn: RoleArn, trusts, allows }) } });
    open.push(made);
    for (const each of schedules) await made.call('CreateSchedule', each);
    return made;
  }
  const invoked = () => invoke.mock.calls.map(([functionName]) => functionName.split(':').at(-1));

  beforeEach(async () => {
    now = NOW;
    invoke.mockReset().mockResolvedValue({ payload: null });
    error.mockReset();
    trusts.mockReset().mockReturnValue(true);
    allows.mockReset().mockReturnValue(true);
    ({ directory, remove } = await temporaryDirectory());
  });
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(open.splice(0).map((each) => each.close()));
    await remove();
  });

  test('invokes at once and at every interval, asynchronously', async () => {
    const running = await scheduler(sweep, report);
    await running.runDue();
    expect(invoked()).toEqual(['report', 'sweep']);
    await running.runDue();
    now += 59_999;
    await running.runDue();
    expect(invoke).toHaveBeenCalledTimes(2);
    now += 1;
    await running.runDue();
    expect(invoked().slice(2)).toEqual(['sweep']);
    expect(invoke.mock.calls.map(([, , type]) => type)).toEqual(['Event', 'Event', 'Event']);
  });

  test('gives the input, or the notification of EventBridge Scheduler', async () => {
    await (await scheduler(report, sweep)).runDue();
    expect(invoke.mock.calls[1]?.[1]).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time: '2026-01-02T03:04:05Z',
      resources: ['arn:aws:scheduler:eu-west-1:000000000000:schedule/default/sweep'],
      detail: '{}',
    });
    expect(invoke.mock.calls[0]?.[1]).toEqual({ kind: 1, at: '2026-01-02T03:04:05Z' });
  });

  test('counts missed intervals once, and keeps the rhythm', async () => {
    const running = await scheduler(sweep);
    await running.runDue();
    now += 10.5 * 60_000;
    await running.runDue();
    expect(invoke).toHaveBeenCalledTimes(2);
    now += 30_000;
    await running.runDue();
    expect(invoke).toHaveBeenCalledTimes(3);
  });

  test('fires one by name, and leaves its rhythm alone', async () => {
    const running = await scheduler(sweep, report);
    await running.fire('report');
    expect(invoked()).toEqual(['report']);
    await running.runDue();
    expect(invoke).toHaveBeenCalledTimes(3);
    await expect(running.fire('other')).rejects.toThrow('Schedule other does not exist.');
  });

  test('logs what Lambda does not accept, and goes on', async () => {
    invoke.mockRejectedValueOnce(new AwsError('ResourceNotFoundException', 'Function not found'));
    const running = await scheduler(sweep, report);
    await running.runDue();
    expect(invoked()).toEqual(['report', 'sweep']);
    expect(error).toHaveBeenCalledWith(
      `The schedule report could not invoke ${functionArn('report')}`,
      expect.any(AwsError),
    );
    now += 60_000;
    await running.runDue();
    expect(invoke).toHaveBeenCalledTimes(3);
  });

  test('runs by itself between start and close', async () => {
    const running = await scheduler(sweep, report);
    vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'clearTimeout'] });
    const pass = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute++) {
        now += 60_000;
        await vi.advanceTimersByTimeAsync(60_000);
      }
    };
    await pass(2);
    expect(invoke).not.toHaveBeenCalled();
    running.start();
    running.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(invoked()).toEqual(['report', 'sweep']);
    await pass(3);
    expect(invoked().slice(2)).toEqual(['sweep', 'sweep', 'sweep']);
    await running.call('CreateSchedule', schedule('late', 'rate(1 day)'));
    await vi.advanceTimersByTimeAsync(0);
    expect(invoked().slice(5)).toEqual(['late']);
    await running.close();
    await running.close();
    await pass(3);
    running.start();
    await pass(3);
    expect(invoke).toHaveBeenCalledTimes(6);
  });

  test('close waits for what is being handed over', async () => {
    let accept: () => void = () => undefined;
    invoke.mockReturnValue(
      new Promise((resolve) => {
        accept = () => {
          resolve({ payload: null });
        };
      }),
    );
    const running = await scheduler(sweep);
    const firing = running.fire('sweep');
    let closed = false;
    const closing = running.close().then(() => (closed = true));
    await new Promise(setImmediate);
    expect(closed).toBe(false);
    accept();
    await Promise.all([firing, closing]);
  });

  test('keeps the rhythm over a restart', async () => {
    const first = await scheduler(sweep);
    await first.runDue();
    await first.close();
    now += 30_000;
    const second = await scheduler();
    await second.runDue();
    expect(invoke).toHaveBeenCalledTimes(1);
    now += 30_000;
    await second.runDue();
    expect(invoke).toHaveBeenCalledTimes(2);
  });

  test('invokes only what is enabled, from its start to its end', async () => {
    const running = await scheduler(
      { ...sweep, State: 'DISABLED' },
      { ...report, ScheduleExpression: 'rate(1 minute)', StartDate: NOW / 1000 + 60, EndDate: NOW / 1000 + 130 },
    );
    for (let minute = 0; minute < 5; minute++) {
      await running.runDue();
      now += 60_000;
    }
    expect(invoked()).toEqual(['report', 'report']);
    await running.call('UpdateSchedule', sweep);
    await running.runDue();
    expect(invoked().slice(2)).toEqual(['sweep']);
  });

  test('deletes a schedule that is over, where it says so', async () => {
    const running = await scheduler({ ...sweep, EndDate: NOW / 1000 + 30, ActionAfterCompletion: 'DELETE' });
    await running.runDue();
    expect(invoked()).toEqual(['sweep']);
    await expect(running.call('GetSchedule', { Name: 'sweep' })).rejects.toThrow('does not exist');
  });

  test('does what the role of the target may', async () => {
    const running = await scheduler(sweep);
    allows.mockReturnValue(false);
    await running.fire('sweep');
    expect(allows).toHaveBeenCalledWith('lambda:InvokeFunction', functionArn('sweep'));
    allows.mockReturnValue(true);
    trusts.mockReturnValue(false);
    await running.fire('sweep');
    expect(invoke).not.toHaveBeenCalled();
    expect(error.mock.calls.map(([, cause]) => String(cause))).toEqual([
      expect.stringContaining('is not authorized to perform: lambda:InvokeFunction'),
      expect.stringContaining('cannot assume the role'),
    ]);
    trusts.mockReturnValue(true);
    await running.fire('sweep');
    expect(invoke).toHaveBeenCalledOnce();
  });
});
