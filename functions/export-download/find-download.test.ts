import { describe, expect, it, vi } from 'vitest';
import { hashOfSecret, newSecret } from '../shared/exports/links.ts';
import type { SharedExport } from './find-download.ts';
import { findDownload } from './find-download.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const exportId = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';
const now = new Date('2026-03-01T00:00:00.000Z');
const [secret, earlier, other] = [newSecret(), newSecret(), newSecret()];
const file = { name: 'a.csv.gz', key: `${organizationId}/${exportId}/0`, bytes: 5 };
const recipientOf = (identityId: string, ...secrets: string[]) => ({
  identityId,
  status: 'SENT' as const,
  attempts: 1,
  secretHashes: secrets.map(hashOfSecret),
});
const row: SharedExport = {
  status: 'SUCCEEDED',
  recipients: [recipientOf('ana', earlier, secret), recipientOf('bob', other)],
  files: [file],
  expiresAt: '2026-03-01T00:00:00.001Z',
};
const link = { organizationId, exportId, secret, file: 0 };

function tablesWith(found: SharedExport | undefined, active: readonly string[] = ['ana', 'bob']) {
  return {
    export: vi.fn((organization: string, id: string) =>
      Promise.resolve(organization === organizationId && id === exportId ? found : undefined),
    ),
    isActive: vi.fn((organization: string, id: string) =>
      Promise.resolve(organization === organizationId && active.includes(id)),
    ),
  };
}

describe('a link', () => {
  it.each([
    ['the secret of the last mail', secret, 'ana'],
    ['that of an earlier one', earlier, 'ana'],
    ['that of another recipient', other, 'bob'],
  ])('leads to the file with %s', async (_what, given, identityId) => {
    const tables = tablesWith(row);
    expect(await findDownload({ ...link, secret: given }, tables, now)).toEqual({ organizationId, identityId, file });
    expect(tables.isActive).toHaveBeenCalledExactlyOnceWith(organizationId, identityId);
  });

  it.each([
    ['it is none', null, tablesWith(row)],
    ['the organization is another', { ...link, organizationId: exportId }, tablesWith(row)],
    ['there is no such export', link, tablesWith(undefined)],
    ['the secret is nobody’s', { ...link, secret: newSecret() }, tablesWith(row)],
    ['the secret is the hash of one', { ...link, secret: hashOfSecret(secret) }, tablesWith(row)],
    ['nobody was to get it', link, tablesWith({ ...row, recipients: [] })],
    ['no mail was sent yet', link, tablesWith({ ...row, recipients: [recipientOf('ana')] })],
    ['there is no such file', { ...link, file: 1 }, tablesWith(row)],
    ['the export is being made', link, tablesWith({ ...row, status: 'RUNNING' })],
    ['the export was cancelled', link, tablesWith({ ...row, status: 'CANCELLED' })],
    ['the export failed', link, tablesWith({ ...row, status: 'FAILED' })],
    ['the export has expired', link, tablesWith({ ...row, status: 'EXPIRED' })],
    ['the export expires now', link, tablesWith({ ...row, expiresAt: now.toISOString() })],
    ['the export was deleted', link, tablesWith({ ...row, deletedAt: now.toISOString() })],
    ['the recipient was suspended', link, tablesWith(row, ['bob'])],
  ])('leads nowhere where %s, at the same cost', async (_what, given, tables) => {
    expect(await findDownload(given, tables, now)).toBeUndefined();
    expect(tables.export).toHaveBeenCalledOnce();
    expect(tables.isActive).toHaveBeenCalledOnce();
  });
});
