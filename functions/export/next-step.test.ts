import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { EXPORT_STATUSES, ExportRow } from '../shared/exports/row.ts';
import { nextStep, restsUntil } from './next-step.ts';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');
const recipient = (status: string) => ({
  identityId: '01JZ8Q6V5X3M9T2B7C4D1E0F8H',
  status,
  attempts: 0,
  secretHashes: [],
});
const request = {
  deviceIds: null,
  metrics: null,
  from: '2026-04-01T00:00:00Z',
  to: '2026-05-01T00:00:00Z',
  format: 'CSV',
  layout: 'LONG',
  window: null,
  statistics: null,
};

function row(members: object): ExportRow {
  return v.parse(ExportRow, {
    organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G',
    id: '01JZ8Q6V5X3M9T2B7C4D1E0F8J',
    createdAt: '2026-05-01T11:00:00.000Z',
    updatedAt: '2026-05-01T11:00:00.000Z',
    version: 1,
    requestedBy: '01JZ8Q6V5X3M9T2B7C4D1E0F8H',
    request,
    recipients: [recipient('SENT')],
    status: 'RUNNING',
    progress: 0,
    ...members,
  });
}

const extracted = { state: 's', done: true };
const upload = { id: 'u', key: 'k', parts: 1, position: 'p', rows: 1, bytes: 1 };

describe('the next step', () => {
  it.each([
    ['begin', { status: 'QUEUED' }],
    ['keepDevices', {}],
    ['extract', { work: { hasDevices: true } }],
    ['extract', { work: { hasDevices: true, extraction: { ...extracted, done: false } } }],
    ['assemble', { work: { hasDevices: true, extraction: extracted } }],
    ['assemble', { work: { hasDevices: true, extraction: extracted, upload: { ...upload, isWhole: false } } }],
    ['complete', { work: { hasDevices: true, extraction: extracted, upload: { ...upload, isWhole: true } } }],
    ['collect', { request: { ...request, format: 'PARQUET' }, work: { hasDevices: true, extraction: extracted } }],
    ['notify', { status: 'SUCCEEDED', recipients: [recipient('SENT'), recipient('PENDING')] }],
    ['tidy', { status: 'SUCCEEDED', recipients: [recipient('FAILED')] }],
    ['rest', { status: 'SUCCEEDED', work: { isTidy: true } }],
    ['rest', { status: 'SUCCEEDED', work: { isTidy: true }, expiresAt: '2026-05-01T12:00:00.001Z' }],
    ['expire', { status: 'SUCCEEDED', work: { isTidy: true }, expiresAt: '2026-05-01T12:00:00.000Z' }],
    ['expire', { status: 'SUCCEEDED', recipients: [recipient('PENDING')], expiresAt: '2026-05-01T11:00:00.000Z' }],
    ['notify', { status: 'FAILED', recipients: [recipient('PENDING')] }],
    ['discard', { status: 'FAILED' }],
    ['rest', { status: 'FAILED', work: { isTidy: true } }],
    ['discard', { status: 'CANCELLED', recipients: [recipient('PENDING')] }],
    ['rest', { status: 'CANCELLED', recipients: [recipient('PENDING')], work: { isTidy: true } }],
    ['rest', { status: 'EXPIRED' }],
  ])('is %s of %j', (step, members) => {
    expect(nextStep(row(members), NOW)).toBe(step);
  });

  it.each(EXPORT_STATUSES)('is to purge a deleted export that was %s', (status) => {
    expect(nextStep(row({ status, deletedAt: '2026-05-01T11:59:00.000Z', work: { isTidy: true } }), NOW)).toBe('purge');
  });

  it('of an export that rests comes with its expiry, or never', () => {
    const expiresAt = '2026-05-08T12:00:00.000Z';
    expect(restsUntil(row({ status: 'SUCCEEDED', expiresAt }))).toBe(expiresAt);
    expect(restsUntil(row({ status: 'FAILED' }))).toBeNull();
    expect(restsUntil(row({ status: 'CANCELLED' }))).toBeNull();
    expect(restsUntil(row({ status: 'EXPIRED', expiresAt }))).toBeNull();
  });
});
