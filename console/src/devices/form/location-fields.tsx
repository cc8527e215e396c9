import { Fieldset, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useText } from '../../i18n/text.tsx';
import type { DeviceForm } from './form-values.ts';

/** Where the device stands. */
export function LocationFields({ form }: { form: UseFormReturnType<DeviceForm> }): ReactNode {
  const say = useText();
  const intl = useIntl();
  const [decimal = '.'] = intl
    .formatNumberToParts(0.5)
    .filter(({ type }) => type === 'decimal')
    .map(({ value }) => value);
  const number = { decimalSeparator: decimal, allowedDecimalSeparators: ['.', ','], hideControls: true };
  return (
    <Fieldset m={0} bg="var(--sonde-surface)" legend={say('devices.form.location')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {say('devices.form.location.hint')}
        </Text>
        <TextInput label={say('devices.form.place')} {...form.getInputProps('place')} />
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          <NumberInput
            label={say('devices.form.latitude')}
            suffix="°"
            {...number}
            {...form.getInputProps('latitude')}
          />
          <NumberInput
            label={say('devices.form.longitude')}
            suffix="°"
            {...number}
            {...form.getInputProps('longitude')}
          />
          <NumberInput
            label={say('devices.form.altitude')}
            suffix={'\u00a0m'}
            {...number}
            {...form.getInputProps('altitude')}
          />
        </SimpleGrid>
      </Stack>
    </Fieldset>
  );
}
