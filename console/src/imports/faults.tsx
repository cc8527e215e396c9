import { Button, Skeleton, Stack, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { DeviceImportLinksDocument } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { Failure } from '../ui/failure.tsx';
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

/** What is wrong with which line. */
export function FaultTable({ rows }: { rows: readonly { line: number; name: string; error: ReactNode }[] }): ReactNode {
  const say = useText();
  const { number } = useFormats();
  return (
    <Table.ScrollContainer
      minWidth={480}
      w="100%"
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': say('imports.faults') } }}
    >
      <Table aria-label={say('imports.faults')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right" w={80}>
              {say('imports.line')}
            </Table.Th>
            <Table.Th>{say('imports.name')}</Table.Th>
            <Table.Th>{say('imports.why')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ line, name, error }) => (
            <Table.Tr key={line}>
              <Table.Td ta="right">{number(line)}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{name}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{error}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
