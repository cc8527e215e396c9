import { Fieldset, SimpleGrid, Stack, Text, TextInput, type TextInputProps } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import type { DeviceForm } from './form-values.ts';

/** Where the device stands. */
export function LocationFields({ form }: { form: UseFormReturnType<DeviceForm> }): ReactNode {
  const say = useText();
  return (
    <Fieldset m={0} bg="var(--sonde-surface)" legend={say('devices.form.location')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {say('devices.form.location.hint')}
        </Text>
        <TextInput label={say('devices.form.place')} {...form.getInputProps('place')} />
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          <NumberField label={say('devices.form.latitude')} unit="°" {...form.getInputProps('latitude')} />
          <NumberField label={say('devices.form.longitude')} unit="°" {...form.getInputProps('longitude')} />
          <NumberField label={say('devices.form.altitude')} unit="m" {...form.getInputProps('altitude')} />
        </SimpleGrid>
      </Stack>
    </Fieldset>
  );
}

/**
 * Takes what is entered as it is. Fields for numbers leave out what they know no digit in, and make another number of the rest; keyboards for numbers have
 * no minus on some phones.
 */
function NumberField({ unit, ...props }: TextInputProps & { unit: string }): ReactNode {
  return (
    <TextInput
      {...props}
      autoComplete="off"
      rightSection={
        <Text span size="sm" c="dimmed" aria-hidden>
          {unit}
        </Text>
      }
      rightSectionPointerEvents="none"
    />
  );
}
