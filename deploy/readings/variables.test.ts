import { ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import { readErasure, readRebuild } from './variables.ts';

const [organizationId, deviceId] = [ulid(), ulid()];
const DEVICE = `${organizationId}/${deviceId}`;
const given = { DEVICE, METRIC: 'level', FROM: '2026-01-01T00:00:00Z', TO: '2026-01-02T00:00:00+01:00' };

describe('what rebuild-readings is given', () => {
  it('is one device, or none for all', () => {
    expect(readRebuild({ DEVICE })).toEqual({ device: { organizationId, deviceId }, after: null });
    expect(readRebuild({ DEVICE: '', AFTER: 'eyJwayI_-' })).toEqual({ device: null, after: 'eyJwayI_-' });
  });

  it.each([
    [{ DEVICE: deviceId }, /DEVICE must be two ULIDs: DEVICE=<organization>\/<device>/],
    [{ DEVICE, AFTER: '{}' }, /AFTER must be what a run that stopped prints/],
  ])('is refused: %j', (variables, message) => {
    expect(() => readRebuild(variables)).toThrow(message);
  });
});

describe('what erase-readings is given', () => {
  it('is a metric of a device and a period', () => {
    expect(readErasure(given)).toEqual({ organizationId, deviceId, metric: 'level', from: given.FROM, to: given.TO });
  });

  it.each([
    [{}, 'DEVICE is not set: give DEVICE=<organization>/<device>'],
    [{}, 'METRIC is not set'],
    [{}, 'FROM is not set: give the earliest time to erase'],
    [{}, 'TO is not set'],
    [{ ...given, DEVICE: 'a/b/c' }, 'DEVICE must be two ULIDs'],
    [{ ...given, METRIC: 'a b' }, 'METRIC must be the name of a metric'],
    [{ ...given, FROM: 'yesterday' }, 'FROM must be a time'],
    [{ ...given, TO: given.FROM }, 'FROM must be before TO'],
  ])('is refused: %j', (variables, message) => {
    expect(() => readErasure(variables)).toThrow(message);
  });
});
