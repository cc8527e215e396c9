import { Button, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { DeviceImportLinksDocument } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { Failure } from '../ui/failure.tsx';
import { FaultTable } from './fault-table.tsx';
import type { ReportedRow } from './report.ts';

/** How many are shown at first, and how many more at a time. */
const STEP = 50;

/** The rows of an import that have become no device, and why. */
export function Faults({ id }: { id: string }): ReactNode {
  const say = useText();
  const { data, error, refetch } = useQuery({
    queryKey: ['DeviceImportReport', id],
    queryFn: ({ signal }) => readFaults(id, signal),
    staleTime: Infinity,
  });
  const [shown, setShown] = useState(STEP);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={120} aria-label={say('ui.loading')} />;
  return (
    <Stack gap="sm" align="flex-start">
      <FaultTable
        rows={data.slice(0, shown).map(({ error: why, ...row }) => ({ ...row, error: <span lang="en">{why}</span> }))}
      />
      {shown < data.length && (
        <Button
          variant="default"
          onClick={() => {
            setShown(shown + STEP);
          }}
        >
          {say('imports.faults.more', { count: data.length - shown })}
        </Button>
      )}
    </Stack>
  );
}

async function readFaults(id: string, signal: AbortSignal): Promise<ReportedRow[]> {
  const { deviceImport } = await ask(DeviceImportLinksDocument, { id }, signal);
  if (!deviceImport?.reportUrl) return [];
  const response = await fetch(deviceImport.reportUrl, { signal });
  if (!response.ok) throw new Error(`The report was answered ${response.status}`);
  const { faultsOf } = await import('./report.ts');
  return faultsOf(await response.text());
}
