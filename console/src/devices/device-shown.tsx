import { Code, List, Text } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { unitSign } from '../i18n/units.ts';
import type { ShownFields } from '../ui/conflict.tsx';
import type { DeviceLocation, DeviceMetric, DeviceValues } from './values.ts';

/** How people know the fields of a device, and see what is in them. */
export function useShownFields(): ShownFields<DeviceValues> {
  const say = useText();
  return useMemo(
    () => ({
      name: { label: say('devices.form.name'), show: (name) => name },
      description: {
        label: say('devices.form.description'),
        show: (description) => (description === null ? null : <Description text={description} />),
      },
      location: { label: say('devices.form.location'), show: (location) => location && <Place location={location} /> },
      metrics: {
        label: say('devices.form.metrics'),
        show: (metrics) => (metrics.length === 0 ? null : <Metrics metrics={metrics} />),
      },
    }),
    [say],
  );
}

function Description({ text }: { text: string }): ReactNode {
  return (
    <Text component="div" size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
      {text}
    </Text>
  );
}

function Place({ location: { latitude, longitude, altitude, name } }: { location: DeviceLocation }): ReactNode {
  const say = useText();
  const { number } = useFormats();
  return (
    <>
      {name !== null && <div>{name}</div>}
      <div>
        {say('devices.coordinates', {
          latitude: number(Math.abs(latitude), 6),
          isNorth: latitude >= 0,
          longitude: number(Math.abs(longitude), 6),
          isEast: longitude >= 0,
        })}
      </div>
      {altitude !== null && <div>{say('devices.altitude', { metres: number(altitude, 1) })}</div>}
    </>
  );
}

function Metrics({ metrics }: { metrics: readonly DeviceMetric[] }): ReactNode {
  return (
    <List size="sm" listStyleType="none" spacing={4}>
      {metrics.map(({ name, label, unit }) => (
        <List.Item key={name}>
          <Code>{name}</Code>
          {label !== null && ` ${label}`}
          {unit !== null && ` (${[...new Set([unitSign(unit), unit])].filter((text) => text !== '').join(', ')})`}
        </List.Item>
      ))}
    </List>
  );
}
