import { describe, expect, it } from 'vitest';
import { failureOf, handlersOf, infoOf, INTERNAL, outage } from './testing/handlers.ts';
import { device, DEVICE, latest, ORGANIZATION, OTHER_DEVICE } from './testing/rows.ts';

describe('Query.readings', async () => {
  const { request, response } = await handlersOf('Query.readings');
  const args = { deviceId: DEVICE, from: '2018-01-01T00:00:00Z', to: '2018-02-01T00:00:00Z' };
  const prev = { result: device };
  const invoke = (members: object) => ({
    operation: 'Invoke',
    payload: {
      field: 'readings',
      organizationId: ORGANIZATION,
      ...args,
      metrics: null,
      order: null,
      first: null,
      after: null,
      declared: [{ deviceId: DEVICE, metric: 'temperature', unit: 'Cel' }],
      ...members,
    },
  });

  it('asks the function for a page, with the metrics that the device names', () => {
    expect(request({ arguments: args, prev }).result).toEqual(invoke({}));
    const more = { metrics: ['temperature', 'wind'], order: 'DESC', first: 1000, after: 'cursor' };
    expect(request({ arguments: { ...args, ...more }, prev }).result).toEqual(invoke(more));
    const none = { metrics: null, order: null, first: null, after: null };
    expect(request({ arguments: { ...args, ...none }, prev }).result).toEqual(invoke({}));
  });

  it('says which metrics the device names, of those that are asked for', () => {
    const metrics = [{ name: 'a', unit: null }, { name: 'b' }, { name: 'c', unit: 'V' }];
    const given = { prev: { result: { ...device, metrics } } };
    const [a, b, c] = ['a', 'b', 'c'].map((metric) => ({
      deviceId: DEVICE,
      metric,
      unit: metric === 'c' ? 'V' : null,
    }));
    expect(request({ arguments: args, ...given }).result).toEqual(invoke({ declared: [a, b, c] }));
    const some = { ...args, metrics: ['c', 'x', 'a'] };
    expect(request({ arguments: some, ...given }).result).toEqual(invoke({ ...some, declared: [a, c] }));
  });

  it.each([
    [{ first: 0 }, 'first must be 1 to 1000; it is 0.'],
    [{ first: 1001 }, 'first must be 1 to 1000; it is 1001.'],
    [{ metrics: ['_x'] }, 'metrics: "_x" is no metric name'],
    [{ metrics: ['x', 'x'] }, 'metrics must have each value once; "x" is there twice.'],
  ])('refuses %j', (members, message) => {
    expect(failureOf(request({ arguments: { ...args, ...members }, prev }))).toContain(`ValidationError: ${message}`);
  });

  it('answers the page, or the error that the function says', () => {
    const page = { items: [], nextCursor: null };
    expect(response({ result: { data: page } }).result).toEqual(page);
    const error = { type: 'LimitExceededError', message: 'Too many.', data: { limit: 10 } };
    expect(response({ result: { error } }).error).toEqual({
      errorType: 'LimitExceededError',
      message: 'Too many.',
      data: null,
      errorInfo: { limit: 10 },
    });
    expect(failureOf(response({ ...outage }))).toBe(INTERNAL);
  });
});

describe('Query.aggregates', async () => {
  const { request, response } = await handlersOf('Query.aggregates');
  const args = {
    deviceIds: [DEVICE, OTHER_DEVICE],
    metrics: ['temperature', 'wind'],
    from: '2018-01-01T00:00:00Z',
    to: '2018-02-01T00:00:00Z',
    window: 'P1D',
    statistics: ['AVG', 'P95'],
  };
  const metrics = [{ name: 'wind' }, { name: 'rain', unit: 'mm' }];
  const stash = { devices: [device, { ...device, id: OTHER_DEVICE, metrics }] };

  it('asks the function, with the metrics that the devices name', () => {
    const payload = {
      field: 'aggregates',
      organizationId: ORGANIZATION,
      ...args,
      declared: [
        { deviceId: DEVICE, metric: 'temperature', unit: 'Cel' },
        { deviceId: OTHER_DEVICE, metric: 'wind', unit: null },
      ],
    };
    const left = { fill: null, timeZone: null };
    expect(request({ arguments: args, stash }).result).toEqual({
      operation: 'Invoke',
      payload: { ...payload, ...left },
    });
    const more = { fill: 'LINEAR', timeZone: 'Europe/Paris' };
    expect(request({ arguments: { ...args, ...more }, stash }).result).toEqual({
      operation: 'Invoke',
      payload: { ...payload, ...more },
    });
  });

  it.each([
    [{ metrics: [] }, 'The number of metrics must be 1 to 50; it is 0.'],
    [
      { metrics: Array.from({ length: 51 }, (_, index) => `m${index}`) },
      'The number of metrics must be 1 to 50; it is 51.',
    ],
    [{ metrics: ['_x'] }, 'metrics: "_x" is no metric name'],
    [{ metrics: ['x', 'x'] }, 'metrics must have each value once; "x" is there twice.'],
    [{ statistics: [] }, 'The number of statistics must be 1 to 12; it is 0.'],
    [{ statistics: ['AVG', 'MIN', 'AVG'] }, 'statistics must have each value once; "AVG" is there twice.'],
  ])('refuses %j', (members, message) => {
    expect(failureOf(request({ arguments: { ...args, ...members }, stash }))).toContain(`ValidationError: ${message}`);
  });

  it('names as many devices and metrics as there may be without end', () => {
    const metrics = Array.from({ length: 50 }, (_, index) => ({ name: `m${index}`, unit: 'V' }));
    const devices = Array.from({ length: 50 }, (_, index) => ({
      ...device,
      id: `${DEVICE.slice(0, 24)}${index + 10}`,
      metrics,
    }));
    const given = { ...args, deviceIds: devices.map(({ id }) => id), metrics: metrics.map(({ name }) => name) };
    const { result, error } = request({ arguments: given, stash: { devices } });
    expect(error).toBeUndefined();
    expect((result as { payload: { declared: unknown[] } }).payload.declared).toHaveLength(2500);
  });

  it('answers the series, or the error that the function says', () => {
    const data = [{ deviceId: DEVICE, metric: 'temperature', unit: 'Cel', windows: [] }];
    expect(response({ result: { data } }).result).toEqual(data);
    const error = {
      type: 'LimitExceededError',
      message: 'Too many.',
      data: { limit: 10_000, windows: 10_001, window: 'P1W' },
    };
    expect(response({ result: { error } }).error).toMatchObject({
      errorType: error.type,
      data: null,
      errorInfo: error.data,
    });
    expect(failureOf(response({ ...outage }))).toBe(INTERNAL);
  });
});

describe('Query.dataPeriod', async () => {
  const { request, response } = await handlersOf('Query.dataPeriod');

  it('asks the function, and answers what it says', () => {
    expect(request({ arguments: { deviceId: DEVICE }, prev: { result: device } }).result).toEqual({
      operation: 'Invoke',
      payload: { field: 'dataPeriod', organizationId: ORGANIZATION, deviceId: DEVICE },
    });
    expect(response({ result: { data: [] } }).result).toEqual([]);
    expect(failureOf(response({ result: { error: { type: 'TimeoutError', message: 'Slow.' } } }))).toBe(
      'TimeoutError: Slow.',
    );
    expect(failureOf(response({ ...outage }))).toBe(INTERNAL);
  });
});

describe('Query.downsample', async () => {
  const { request, response } = await handlersOf('Query.downsample');
  const args = { deviceId: DEVICE, metrics: ['temperature'], from: '2018-01-01T00:00:00Z', to: '2018-02-01T00:00:00Z' };
  const prev = { result: device };

  it('asks the function, with the metrics that the device names', () => {
    const payload = {
      field: 'downsample',
      organizationId: ORGANIZATION,
      ...args,
      declared: [{ deviceId: DEVICE, metric: 'temperature', unit: 'Cel' }],
    };
    for (const points of [null, 4, 5000]) {
      expect(request({ arguments: { ...args, points }, prev }).result).toEqual({
        operation: 'Invoke',
        payload: { ...payload, points },
      });
    }
  });

  it.each([
    [{ points: 3 }, 'points must be 4 to 5000; it is 3.'],
    [{ points: 5001 }, 'points must be 4 to 5000; it is 5001.'],
    [{ metrics: [] }, 'The number of metrics must be 1 to 10; it is 0.'],
    [
      { metrics: Array.from({ length: 11 }, (_, index) => `m${index}`) },
      'The number of metrics must be 1 to 10; it is 11.',
    ],
    [{ metrics: ['x', 'x'] }, 'metrics must have each value once; "x" is there twice.'],
  ])('refuses %j', (members, message) => {
    expect(failureOf(request({ arguments: { ...args, ...members }, prev }))).toContain(`ValidationError: ${message}`);
  });

  it('answers the series, or hides what failed', () => {
    expect(response({ result: { data: [] } }).result).toEqual([]);
    expect(failureOf(response({ ...outage }))).toBe(INTERNAL);
  });
});

describe('Query.latest', async () => {
  const { request, response } = await handlersOf('Query.latest');
  const deviceIds = [OTHER_DEVICE, DEVICE];
  const found = (...rows: unknown[]) => ({ data: { __TABLE_latest__: rows }, unprocessedKeys: {} });
  const reading = {
    deviceId: DEVICE,
    ...latest.readings.temperature,
    metric: 'temperature',
    unit: 'Cel',
    declared: true,
  };
  const stash = { devices: [device, { ...device, id: OTHER_DEVICE }] };

  it('gets the rows of all devices at once', () => {
    const key = (deviceId: string) => ({ organizationId: { S: ORGANIZATION }, deviceId: { S: deviceId } });
    expect(request({ arguments: { deviceIds } }).result).toEqual({
      operation: 'BatchGetItem',
      tables: { __TABLE_latest__: { keys: deviceIds.map(key) } },
    });
  });

  it('answers in the order asked for, also for a device without readings', () => {
    expect(response({ arguments: { deviceIds }, stash, result: found(null, latest) }).result).toEqual([
      { deviceId: OTHER_DEVICE, lastSeenAt: null, readings: [] },
      { deviceId: DEVICE, lastSeenAt: latest.lastSeenAt, readings: [reading] },
    ]);
  });

  it('answers the metrics asked for, by name; 0 and the empty text are values', () => {
    const time = '2018-02-05T00:00:00Z';
    const readings = { wind: { time, value: 0 }, note: { time, text: '' }, constructor: { time, value: 1 } };
    const devices = [{ ...device, metrics: [{ name: 'wind' }] }];
    const ask = (metrics: string[] | null) =>
      response({
        arguments: { deviceIds: [DEVICE], metrics },
        stash: { devices },
        result: found({ ...latest, readings }),
      }).result;
    const [note, wind, constructor] = [
      { deviceId: DEVICE, metric: 'note', time, value: null, text: '', unit: null, declared: false },
      { deviceId: DEVICE, metric: 'wind', time, value: 0, text: null, unit: null, declared: true },
      { deviceId: DEVICE, metric: 'constructor', time, value: 1, text: null, unit: null, declared: false },
    ];
    const answer = (...of: unknown[]) => [{ deviceId: DEVICE, lastSeenAt: latest.lastSeenAt, readings: of }];
    expect(ask(null)).toEqual(answer(constructor, note, wind));
    expect(ask(['wind', 'absent', 'note'])).toEqual(answer(note, wind));
    expect(ask([])).toEqual(answer());
  });

  it('refuses what is no metric name, and hides what failed', () => {
    expect(failureOf(request({ arguments: { deviceIds, metrics: [''] } }))).toContain('ValidationError: metrics: ""');
    expect(failureOf(response({ arguments: { deviceIds }, ...outage }))).toBe(INTERNAL);
  });

  it('does not take what DynamoDB left out for what is not there', () => {
    const result = { ...found(null, latest), unprocessedKeys: { __TABLE_latest__: [{ deviceId: OTHER_DEVICE }] } };
    expect(failureOf(response({ arguments: { deviceIds }, result }))).toBe(INTERNAL);
  });
});

describe('Mutation.recordReadings', async () => {
  const { request, response } = await handlersOf('Mutation.recordReadings');
  const recorded = { metric: 'temperature', time: '2018-02-05T00:00:00Z', value: 21.5 };
  const args = (count: number) => ({
    input: { deviceId: DEVICE, readings: Array.from({ length: count }, () => recorded) },
  });
  const prev = { result: { ...device, metrics: [{ name: 'temperature', unit: 'Cel' }, { name: 'wind' }] } };

  it('hands the readings to the function, with the organization of the token and the metrics of the device', () => {
    expect(request({ arguments: args(1), prev }).result).toEqual({
      operation: 'Invoke',
      payload: {
        organizationId: ORGANIZATION,
        deviceId: DEVICE,
        readings: [recorded],
        metrics: [
          { name: 'temperature', unit: 'Cel' },
          { name: 'wind', unit: null },
        ],
      },
    });
  });

  it('takes 1 to 1,000 readings', () => {
    const ask = (count: number) => failureOf(request({ arguments: args(count), prev }));
    expect(ask(1000)).toBe('none');
    for (const count of [0, 1001])
      expect(ask(count)).toBe(`ValidationError: The number of readings must be 1 to 1000; it is ${count}.`);
  });

  it('answers what became of them, or the error that the function says', () => {
    const data = { stored: 1, invalid: [{ index: 1, reason: 'No.' }] };
    expect(response({ result: { data } }).result).toEqual(data);
    const error = { type: 'TimeoutError', message: 'Again.' };
    expect(failureOf(response({ result: { error } }))).toBe('TimeoutError: Again.');
    expect(failureOf(response({ ...outage }))).toBe(INTERNAL);
  });
});

describe('Mutation.publishReadings', async () => {
  const { request, response } = await handlersOf('Mutation.publishReadings');

  it('hands on what it was given', () => {
    const input = { organizationId: ORGANIZATION, deviceIds: [DEVICE], readings: [] };
    expect(request({ arguments: { input }, identity: null }).result).toEqual({ payload: input });
    expect(response({ result: input, identity: null }).result).toEqual(input);
  });
});

describe('Subscription.onReadings', async () => {
  const { request, response } = await handlersOf('Subscription.onReadings');
  const organization = { fieldName: 'organizationId', operator: 'eq', value: ORGANIZATION };
  const devices = { fieldName: 'deviceIds', operator: 'containsAny', value: [DEVICE] };

  it.each([
    [{}, [organization]],
    [{ deviceIds: null }, [organization]],
    [{ deviceIds: [DEVICE] }, [organization, devices]],
  ])('with %j lets through what is the organization’s', (args, filters) => {
    expect(request().result).toEqual({});
    const run = response({ arguments: args, info: infoOf('Subscription', 'onReadings') });
    expect(run.subscriptionFilter).toEqual({ filterGroup: [{ filters }] });
    expect(run.result).toBeNull();
  });
});
