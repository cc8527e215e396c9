import { Code, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { COLUMNS } from '../../../functions/import-devices/csv/columns.ts';
import { useText } from '../i18n/text.tsx';
import { Section } from '../ui/section.tsx';

/** What a file may have in it. */
export function ColumnsHelp(): ReactNode {
  const say = useText();
  return (
    <Section title={say('imports.columns')} hint={say('imports.columns.hint')}>
      <Table.ScrollContainer
        minWidth={420}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': say('imports.columns') } }}
      >
        <Table aria-label={say('imports.columns')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('imports.column')}</Table.Th>
              <Table.Th>{say('imports.column.meaning')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {COLUMNS.map((column) => (
              <Table.Tr key={column}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <Code>{column}</Code>
                </Table.Td>
                <Table.Td>
                  <Text size="sm">{say(`imports.column.${column}`)}</Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
