import { Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { unitSign } from '../i18n/units.ts';
import { Section } from '../ui/section.tsx';
import type { CheckedFile } from './check/check-file.ts';
import type { RowDevice } from './check/read-row.ts';

type First = CheckedFile['first'];

/** The first devices that a file would make, as they will be. */
export function Preview({ checked: { first } }: { checked: CheckedFile }): ReactNode {
  const say = useText();
  const isWide = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false });
  return (
    <Section title={say('imports.preview')} hint={say('imports.preview.hint', { count: first.length })}>
      {isWide ? <Wide first={first} /> : <Narrow first={first} />}
    </Section>
  );
}

function Wide({ first }: { first: First }): ReactNode {
  const say = useText();
  return (
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
              <Description text={device.description} />
            </Table.Td>
            <Table.Td>
              <Place location={device.location} />
            </Table.Td>
            <Table.Td>{device.metrics.map(metricText).join(', ')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Narrow({ first }: { first: First }): ReactNode {
  const say = useText();
  return (
    <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label={say('imports.preview')}>
      {first.map(({ line, device }) => (
        <li key={line} style={{ overflowWrap: 'anywhere' }}>
          <Text fw={500}>{device.name}</Text>
          <Description text={device.description} />
          <Place location={device.location} />
          <Text size="sm">{device.metrics.map(metricText).join(', ')}</Text>
        </li>
      ))}
    </Stack>
  );
}

function Description({ text }: { text: string | undefined }): ReactNode {
  if (text === undefined) return null;
  return (
    <Text size="xs" c="dimmed" lineClamp={2}>
      {text}
    </Text>
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
