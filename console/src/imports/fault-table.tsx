import { Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';

interface FaultTableProps {
  rows: readonly { line: number; name: string; error: ReactNode }[];
}

/** What is wrong with which line: a table where there is room for one, else a list. */
export function FaultTable({ rows }: FaultTableProps): ReactNode {
  const isWide = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false });
  return isWide ? <Wide rows={rows} /> : <Narrow rows={rows} />;
}

function Wide({ rows }: FaultTableProps): ReactNode {
  const say = useText();
  const { number } = useFormats();
  return (
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
          <Table.Tr key={line} style={{ overflowWrap: 'anywhere' }}>
            <Table.Td ta="right">{number(line)}</Table.Td>
            <Table.Td>{name}</Table.Td>
            <Table.Td>{error}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Narrow({ rows }: FaultTableProps): ReactNode {
  const say = useText();
  const { number } = useFormats();
  return (
    <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label={say('imports.faults')}>
      {rows.map(({ line, name, error }) => (
        <li key={line} style={{ overflowWrap: 'anywhere' }}>
          <Text size="sm" fw={500}>
            {`${say('imports.line')} ${number(line)}${name.trim() === '' ? '' : ` · ${name}`}`}
          </Text>
          <Text size="sm">{error}</Text>
        </li>
      ))}
    </Stack>
  );
}
