import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRef, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { isApiError } from '../../api/errors.ts';
import { useText } from '../../i18n/text.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Unsaved } from '../../ui/unsaved.tsx';
import { isSame } from '../../ui/conflict-fields.ts';
import type { DeviceValues } from '../values.ts';
import { formOf, parseForm, type DeviceForm } from './form-values.ts';
import { LocationFields } from './location-fields.tsx';
import { MetricFields } from './metric-fields.tsx';

interface DeviceFieldsProps {
  /** What is in the fields to begin with. */
  initial: DeviceValues;
  /** What the button says that it does. */
  verb: string;
  onSubmit: (values: DeviceValues) => void;
  onCancel: () => void;
  isSaving: boolean;
  /** What saving has failed with. */
  error: unknown;
  /** What is to be known where its answer may have been lost. */
  whenLost?: string;
}

/** Everything that people say about a device. What is entered is not lost by leaving the page unasked. */
export function DeviceFields({
  initial,
  verb,
  onSubmit,
  onCancel,
  isSaving,
  error,
  whenLost,
}: DeviceFieldsProps): ReactNode {
  const say = useText();
  const form = useDeviceForm(initial);
  const element = useRef<HTMLFormElement>(null);
  const parsed = parseForm(form.getValues());
  return (
    <form
      ref={element}
      noValidate
      onSubmit={form.onSubmit(
        (entered) => {
          const submitted = parseForm(entered);
          if ('values' in submitted) onSubmit(submitted.values);
        },
        () => {
          // The messages are drawn first.
          setTimeout(() => element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
        },
      )}
    >
      <Unsaved isUnsaved={!('values' in parsed) || !isSame(parsed.values, initial)} />
      <Stack gap="lg" maw={760}>
        <TextInput label={say('devices.form.name')} required {...form.getInputProps('name')} />
        <Textarea
          label={say('devices.form.description')}
          autosize
          minRows={2}
          maxRows={10}
          {...form.getInputProps('description')}
        />
        <LocationFields form={form} />
        <MetricFields form={form} />
        {error !== null && <Failure error={error} />}
        {isApiError(error, 'NetworkError') && <Text size="sm">{whenLost}</Text>}
        <Group>
          <Button type="submit" loading={isSaving}>
            {verb}
          </Button>
          <Button variant="default" onClick={onCancel} disabled={isSaving}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useDeviceForm(initial: DeviceValues) {
  const say = useText();
  const intl = useIntl();
  return useForm<DeviceForm>({
    initialValues: formOf(initial, (value) =>
      intl.formatNumber(value, { useGrouping: false, maximumFractionDigits: 20 }),
    ),
    validate: (entered) => {
      const parsed = parseForm(entered);
      if ('values' in parsed) return {};
      return Object.fromEntries(Object.entries(parsed.problems).map(([field, id]) => [field, say(id)]));
    },
  });
}
