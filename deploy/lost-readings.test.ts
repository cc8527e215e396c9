import { describe, expect, it, vi } from 'vitest';
import { consentToLoss, lossNotice, lossProblem, lostReadings, type LostTable } from './lost-readings.ts';

const change = (address: string, actions: string[], before: unknown) => ({
  address,
  type: address.split('.').at(-2) ?? '',
  change: { actions, before },
});
const TIMESTREAM = { database_name: 'sonde_dev', table_name: 'readings' };
const timestream = (actions: string[]) =>
  change('module.readings.aws_timestreamwrite_table.readings[0]', actions, TIMESTREAM);
const dynamodb = (actions: string[]) =>
  change('module.readings.aws_dynamodb_table.readings[0]', actions, { name: 'sonde-dev-readings' });
const plan = (...resource_changes: object[]) => ({ format_version: '1.2', resource_changes });

const LOST: LostTable[] = [{ store: 'timestream', name: 'sonde_dev/readings' }];

describe('readings that a plan destroys', () => {
  it('are those of tables that go, or are made anew', () => {
    expect(lostReadings(plan(timestream(['delete']), dynamodb(['create'])))).toEqual(LOST);
    expect(lostReadings(plan(timestream(['delete', 'create'])))).toEqual(LOST);
    expect(lostReadings(plan(dynamodb(['create', 'delete'])))).toEqual([
      { store: 'dynamodb', name: 'sonde-dev-readings' },
    ]);
  });

  it('are none where tables stay, or others go', () => {
    const others = [
      change('module.registry.aws_dynamodb_table.this["devices"]', ['delete'], { name: 'sonde-dev-devices' }),
      change('module.readings.aws_sqs_queue.ingest', ['delete'], { name: 'sonde-dev-ingest' }),
    ];
    expect(lostReadings(plan(timestream(['no-op']), dynamodb(['update']), ...others))).toEqual([]);
    expect(lostReadings({ format_version: '1.2' })).toEqual([]);
  });

  it('are not passed over where the plan cannot be read', () => {
    expect(() => lostReadings(plan({ address: 'module.readings.x' }))).toThrow();
    expect(() =>
      lostReadings(plan(change('module.readings.aws_dynamodb_table.readings[0]', ['delete'], {}))),
    ).toThrow();
  });

  it('are named, and how they are kept', () => {
    expect(lossNotice('dev', [])).toBeUndefined();
    const notice = lossNotice('dev', LOST);
    expect(notice).toContain('THIS DESTROYS READINGS');
    expect(notice).toContain('the table sonde_dev/readings of Timestream');
    expect(notice).toContain('terraform/environments/dev.tfvars:\n  kept_readings_stores = ["timestream"]');
  });
});

describe('protected readings', () => {
  it('are not destroyed', () => {
    expect(lossProblem('prod', LOST, { tables: true, readings: true })).toContain('make deploy ENV=prod');
    expect(lossProblem('prod', LOST, { tables: false, readings: true })).toBeDefined();
    expect(lossProblem('prod', LOST, { tables: true, readings: false })).toBeUndefined();
    expect(lossProblem('prod', [], { tables: true, readings: true })).toBeUndefined();
  });

  it('are those of an environment whose tables were, before there was a choice', () => {
    expect(lossProblem('prod', LOST, { tables: true, user_pool: true, buckets: true })).toBeDefined();
    expect(lossProblem('dev', LOST, { tables: false, user_pool: false, buckets: false })).toBeUndefined();
    expect(lossProblem('dev', LOST, undefined)).toBeUndefined();
  });
});

describe('consent to their loss', () => {
  const asked = { yes: false, destroyReadings: undefined };

  it('is the name of the table', async () => {
    const confirm = vi.fn(() => Promise.resolve(true));
    await consentToLoss(LOST, asked, { confirm });
    expect(confirm).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('sonde_dev/readings'),
      'sonde_dev/readings',
    );
    await consentToLoss([], asked, { confirm });
    expect(confirm).toHaveBeenCalledOnce();
  });

  it('is not that to the plan', async () => {
    await expect(consentToLoss(LOST, asked, { confirm: () => Promise.resolve(false) })).rejects.toThrow(
      'Nothing was changed.',
    );
    await expect(consentToLoss(LOST, asked, { confirm: undefined })).rejects.toThrow('Nothing was changed.');
    await expect(consentToLoss(LOST, { ...asked, yes: true }, { confirm: undefined })).rejects.toThrow(
      'DESTROY_READINGS=sonde_dev/readings is',
    );
  });

  it('can be given beforehand, for that table', async () => {
    await consentToLoss(LOST, { yes: true, destroyReadings: 'sonde_dev/readings' }, { confirm: undefined });
    const another = { yes: true, destroyReadings: 'sonde_prod/readings' };
    await expect(consentToLoss(LOST, another, { confirm: undefined })).rejects.toThrow('Nothing was changed');
  });
});
