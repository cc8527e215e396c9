import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwsError } from '../shared/aws-error.ts';
import { silentLog } from '../shared/log.ts';
import type { LambdaInvoker } from '../shared/ports.ts';
import { parseRate } from './rate.ts';
import { createScheduler, type Schedule } from './scheduler.ts';

describe('a rate expression', () => {
  test.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(12 hours)', 43_200_000],
    ['rate(1 day)', 86_400_000],
    ['rate(30  days)', 2_592_000_000],
  ])('%s', (expression, milliseconds) => {
    expect(parseRate(expression)).toBe(milliseconds);
  });

  test.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(-1 minute)',
    'rate(1.5 hours)',
    'rate(10 seconds)',
    'rate(1minute)',
    'Rate(1 minute)',
    'rate(1 minute) ',
    'rate(9007199254740993 days)',
    '1 minute',
    '',
  ])('%j is refused', (expression) => {
    expect(() => parseRate(expression)).toThrow('expected a positive whole number');
  });

  test.each(['cron(0 12 * * ? *)', 'at(2030-01-01T00:00:00)'])('%s is refused as not supported', (expression) => {
    expect(() => parseRate(expression)).toThrow('only rate expressions are supported here');
  });
});

describe('the scheduler', () => {
  const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const sweep: Schedule = { name: 'sweep', expression: 'rate(1 minute)', functionName: 'sonde-local-sweep' };
  const report: Schedule = { name: 'report', expression: 'rate(2 hours)', functionName: 'report', input: { kind: 1 } };
  const invoke = vi.fn<LambdaInvoker['invoke']>();
  const error = vi.fn();
  let now: number;

  const scheduler = (schedules: readonly Schedule[]) =>
    createScheduler({ schedules, lambda: { invoke }, log: { ...silentLog, error }, clock: () => now });
  const invoked = () => invoke.mock.calls.map(([functionName]) => functionName);

  beforeEach(() => {
    now = NOW;
    invoke.mockReset().mockResolvedValue({ payload: null });
    error.mockReset();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('invokes at once and at every interval, asynchronously', async () => {
    const running = scheduler([sweep, report]);
    await running.runDue();
    expect(invoked()).toEqual(['sonde-local-sweep', 'report']);
    await running.runDue();
    now += 59_999;
    await running.runDue();
    expect(invoke).toHaveBeenCalledTimes(2);
    now += 1;
    await running.runDue();
    expect(invoked().slice(2)).toEqual(['sonde-local-sweep']);
    expect(invoke.mock.calls.map(([, , type]) => type)).toEqual(['Event', 'Event', 'Event']);
  });

  test('gives the input, or the notification of EventBridge Scheduler', async () => {
    await scheduler([sweep, report]).runDue();
    expect(invoke.mock.calls[0]?.[1]).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time: '2026-01-02T03:04:05Z',
      resources: ['arn:aws:scheduler:eu-west-1:000000000000:schedule/default/sweep'],
      detail: '{}',
    });
    expect(invoke.mock.calls[1]?.[1]).toEqual({ kind: 1 });
  });

  test('counts missed intervals once, and keeps the rhythm', async () => {
    const running = scheduler([sweep]);
    await running.runDue();
    now += 10.5 * 60_000;
    await running.runDue();
    expect(invoke).toHaveBeenCalledTimes(2);
    now += 30_000;
    await running.runDue();
    expect(invoke).toHaveBeenCalledTimes(3);
  });

  test('fires one by name, and leaves its rhythm alone', async () => {
    const running = scheduler([sweep, report]);
    await running.fire('report');
    expect(invoked()).toEqual(['report']);
    await running.runDue();
    expect(invoke).toHaveBeenCalledTimes(3);
    await expect(running.fire('other')).rejects.toThrow('There is no schedule other: sweep, report');
  });

  test('logs what Lambda does not accept, and goes on', async () => {
    invoke.mockRejectedValueOnce(new AwsError('ResourceNotFoundException', 'Function not found'));
    const running = scheduler([sweep, report]);
    await running.runDue();
    expect(invoked()).toEqual(['sonde-local-sweep', 'report']);
    expect(error).toHaveBeenCalledWith('The schedule sweep could not invoke sonde-local-sweep', expect.any(AwsError));
    now += 60_000;
    await running.runDue();
    expect(invoke).toHaveBeenCalledTimes(3);
  });

  test('runs by itself between start and close', async () => {
    vi.useFakeTimers({ now: NOW });
    const running = createScheduler({ schedules: [sweep, report], lambda: { invoke }, log: silentLog });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(invoke).not.toHaveBeenCalled();
    running.start();
    running.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(invoked()).toEqual(['sonde-local-sweep', 'report']);
    await vi.advanceTimersByTimeAsync(180_000);
    expect(invoked().slice(2)).toEqual(['sonde-local-sweep', 'sonde-local-sweep', 'sonde-local-sweep']);
    await running.close();
    await running.close();
    await vi.advanceTimersByTimeAsync(180_000);
    running.start();
    await vi.advanceTimersByTimeAsync(180_000);
    expect(invoke).toHaveBeenCalledTimes(5);
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
    const running = scheduler([sweep]);
    const firing = running.fire('sweep');
    let closed = false;
    const closing = running.close().then(() => (closed = true));
    await new Promise(setImmediate);
    expect(closed).toBe(false);
    accept();
    await Promise.all([firing, closing]);
  });

  test('refuses a name twice, and an expression that it does not know', () => {
    expect(() => scheduler([sweep, sweep])).toThrow('same name');
    expect(() => scheduler([{ ...sweep, expression: 'cron(* * * * ? *)' }])).toThrow('only rate expressions');
  });
});
