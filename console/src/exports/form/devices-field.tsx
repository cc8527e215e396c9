import { Button, Group, MultiSelect, Radio, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormats } from '../../i18n/formats.tsx';
import { useText } from '../../i18n/text.tsx';
import { Failure } from '../../ui/failure.tsx';
import type { Devices } from '../directory.ts';

interface DevicesFieldProps {
  value: readonly string[] | null;
  onChange: (value: string[] | null) => void;
  devices: Devices;
  nameOf: (id: string) => string;
  problem: string | undefined;
}

/** Which devices: all of them, or those that are chosen by name. */
export function DevicesField({ value, onChange, devices, nameOf, problem }: DevicesFieldProps): ReactNode {
  const say = useText();
  const known = new Set(devices.items.map(({ id }) => id));
  const options = [
    ...devices.items.map(({ id, name }) => ({ value: id, label: name })),
    ...(value ?? []).filter((id) => !known.has(id)).map((id) => ({ value: id, label: nameOf(id) })),
  ];
  return (
    <Stack gap="sm">
      <Radio.Group
        label={say('exports.devices')}
        value={value === null ? 'all' : 'some'}
        onChange={(chosen) => {
          onChange(chosen === 'all' ? null : []);
        }}
      >
        <Group mt={6}>
          <Radio value="all" label={say('exports.allDevices')} />
          <Radio value="some" label={say('exports.someDevices')} />
        </Group>
      </Radio.Group>
      {value !== null && (
        <MultiSelect
          label={say('exports.form.chosenDevices')}
          placeholder={value.length === 0 ? say('exports.form.findDevices') : ''}
          data={options}
          value={[...value]}
          onChange={onChange}
          searchable
          hidePickedOptions
          limit={50}
          nothingFoundMessage={say('exports.form.noneFound')}
          error={problem}
        />
      )}
      {devices.error && <Failure error={devices.error} onRetry={devices.more} />}
      {value !== null && !devices.isAll && !devices.isLoading && !devices.error && <More devices={devices} />}
    </Stack>
  );
}

function More({ devices }: { devices: Devices }): ReactNode {
  const say = useText();
  const { number } = useFormats();
  return (
    <Group gap="sm">
      <Text size="sm" c="dimmed">
        {say('exports.form.firstDevices', { count: number(devices.items.length) })}
      </Text>
      <Button size="compact-sm" variant="default" onClick={devices.more}>
        {say('ui.loadMore')}
      </Button>
    </Group>
  );
}
