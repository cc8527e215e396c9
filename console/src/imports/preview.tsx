import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { unitSign } from '../i18n/units.ts';
import { Section } from '../ui/section.tsx';
import type { CheckedFile } from './check/check-file.ts';
import type { RowDevice } from './check/read-row.ts';

/** The first devices that a file would make, as they will be. */
export function Preview({ checked: { first } }: { checked: CheckedFile }): ReactNode {
  const say = useText();
  return (
    <Section title={say('imports.preview')} hint={say('imports.preview.hint', { count: first.length })}>
      <Table.ScrollContainer
        minWidth={560}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': say('imports.preview') } }}
      >
        <Table aria-label={say('imports.preview')} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('imports.name')}</Table.Th>
              <Table.Th>{say('imports.place')}</Table.Th>
              <Table.Th>{say('imports.metrics')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {first.map(({ line, device }) => (
              <Table.Tr key={line} style={{ overflowWrap: 'anywhere', verticalAlign: 'top' }}>
                <Table.Td>
                  {device.name}
                  {device.description !== undefined && (
                    <Text size="xs" c="dimmed" lineClamp={2}>
                      {device.description}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <Place location={device.location} />
                </Table.Td>
                <Table.Td>{device.metrics.map(metricText).join(', ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function metricText({ name, unit, label }: RowDevice['metrics'][number]): string {
  const sign = unit === undefined ? '' : unitSign(unit);
  return `${label ?? name}${sign === '' ? '' : ` (${sign})`}`;
}

function Place({ location }: { location: RowDevice['location'] }): ReactNode {
  const { number } = useFormats();
  if (!location) return null;
  const { latitude, longitude, altitude, name } = location;
  const degrees = [latitude, longitude].map((value) => `${number(value, 6)}°`);
  return (
    <>
      {name}
      <Text size="xs" c="dimmed">
        {[...degrees, ...(altitude === undefined ? [] : [`${number(altitude)} m`])].join(' ')}
      </Text>
    </>
  );
}
