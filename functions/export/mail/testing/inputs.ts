import type { ExportMailInput, MailedFile, MailedOutcome } from '../export-mail.ts';

const exportId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';

export function fileOf(index: number, rows?: number): MailedFile {
  const name = `readings-${index}.csv.gz`;
  return { name, bytes: 12_345_678, rows, url: `https://download.example.com/exports/o/${exportId}/secret/${index}` };
}

export const succeeded: Extract<MailedOutcome, { kind: 'SUCCEEDED' }> = {
  kind: 'SUCCEEDED',
  files: [fileOf(0)],
  rows: 1_234_567,
  bytes: 12_345_678,
  expiresAt: '2026-03-08T09:30:59.999Z',
};

/** What a mail is told, but for what a test gives. */
export function inputWith(changes: Partial<ExportMailInput> = {}): ExportMailInput {
  return {
    locale: 'en',
    organizationName: 'Météo & Cie',
    recipientName: 'Ana Lemaître',
    requestedByName: 'Bob',
    exportId,
    request: {
      devices: { count: 12, names: ['Cellar', 'Roof'] },
      metrics: ['temperature', 'humidity'],
      from: 1_767_225_600_000_000_000n,
      to: 1_769_904_000_000_000_000n,
      format: 'CSV',
      layout: 'LONG',
      window: null,
      statistics: null,
    },
    outcome: succeeded,
    ...changes,
  };
}
