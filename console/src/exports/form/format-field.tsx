import { Group, Radio, ScrollArea, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { FORMATS, LAYOUTS } from '../search.ts';
import type { Choices } from './choices.ts';
import { exampleOf, type Known } from './example.ts';

interface FormatFieldProps {
  choices: Choices;
  onChange: (change: Partial<Pick<Choices, 'format' | 'layout'>>) => void;
  /** What the example is about. */
  known: Known;
}

/** What kind the files are, and what a row of them is: as an example. */
export function FormatField({ choices, onChange, known }: FormatFieldProps): ReactNode {
  const say = useText();
  return (
    <Stack gap="md">
      <Radio.Group
        label={say('exports.format')}
        value={choices.format}
        onChange={(value) => {
          onChange({ format: value === 'PARQUET' ? 'PARQUET' : 'CSV' });
        }}
      >
        <Stack mt={6} gap="xs">
          {FORMATS.map((each) => (
            <Radio
              key={each}
              value={each}
              label={say(`exports.format.${each}`)}
              description={say(`exports.form.format.${each}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={say('exports.layout')}
        value={choices.layout}
        onChange={(value) => {
          onChange({ layout: value === 'WIDE' ? 'WIDE' : 'LONG' });
        }}
      >
        <Group mt={6}>
          {LAYOUTS.map((each) => (
            <Radio key={each} value={each} label={say(`exports.layout.${each}`)} />
          ))}
        </Group>
      </Radio.Group>
      <ExampleTable choices={choices} known={known} />
    </Stack>
  );
}

function ExampleTable({ choices, known }: { choices: Choices; known: Known }): ReactNode {
  const say = useText();
  const { header, rows } = exampleOf(choices, known);
  return (
    <div>
      <Text size="sm" c="dimmed" id="export-example" mb={4}>
        {say('exports.form.example')}
      </Text>
      <ScrollArea.Autosize viewportProps={{ tabIndex: 0, role: 'region', 'aria-labelledby': 'export-example' }}>
        <Table withTableBorder fz="xs" ff="monospace" style={{ whiteSpace: 'nowrap' }}>
          <Table.Thead>
            <Table.Tr>
              {header.map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.join()}>
                {row.map((cell, index) => (
                  <Table.Td key={header[index]}>{cell}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </div>
  );
}
