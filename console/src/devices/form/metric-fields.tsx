import { ActionIcon, Button, Fieldset, Group, Paper, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useText } from '../../i18n/text.tsx';
import { MOST_METRICS, newMetric, type DeviceForm } from './form-values.ts';
import { UnitField } from './unit-field.tsx';

/** What the device measures, in the order in which it is shown. */
export function MetricFields({ form }: { form: UseFormReturnType<DeviceForm> }): ReactNode {
  const say = useText();
  const list = useRef<HTMLFieldSetElement>(null);
  const { metrics } = form.getValues();

  /** Changes the list; what was focused may be gone or elsewhere then. */
  const changeAndFocus = (change: () => void, selector: string): void => {
    flushSync(change);
    list.current?.querySelector<HTMLElement>(selector)?.focus();
  };
  const add = (): void => {
    const metric = newMetric();
    changeAndFocus(() => {
      form.insertListItem('metrics', metric);
    }, `[data-metric="${metric.key}"] input`);
  };
  const remove = (index: number): void => {
    const next = metrics[index + 1] ?? metrics[index - 1];
    changeAndFocus(
      () => {
        form.removeListItem('metrics', index);
      },
      next ? `[data-metric="${next.key}"] input` : '[data-add]',
    );
  };
  const move = (from: number, to: number): void => {
    const ends = to === 0 || to === metrics.length - 1;
    const direction = to < from === ends ? 'down' : 'up';
    changeAndFocus(
      () => {
        form.reorderListItem('metrics', { from, to });
      },
      `[data-metric="${metrics[from]?.key ?? ''}"] [data-move="${direction}"]`,
    );
  };

  return (
    <Fieldset m={0} bg="var(--sonde-surface)" legend={say('devices.form.metrics')} ref={list}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {say('devices.form.metrics.hint')}
        </Text>
        {metrics.map(({ key }, index) => (
          <MetricRow
            key={key}
            form={form}
            index={index}
            count={metrics.length}
            onRemove={() => {
              remove(index);
            }}
            onMove={(to) => {
              move(index, to);
            }}
          />
        ))}
        <Group>
          <Button
            data-add
            variant="default"
            leftSection={<Plus size={16} aria-hidden />}
            onClick={add}
            disabled={metrics.length >= MOST_METRICS}
          >
            {say('devices.form.metric.add')}
          </Button>
          {metrics.length >= MOST_METRICS && (
            <Text size="sm" c="dimmed">
              {say('devices.form.metrics.most', { most: MOST_METRICS })}
            </Text>
          )}
        </Group>
      </Stack>
    </Fieldset>
  );
}

interface MetricRowProps {
  form: UseFormReturnType<DeviceForm>;
  index: number;
  count: number;
  onRemove: () => void;
  onMove: (to: number) => void;
}

function MetricRow({ form, index, count, onRemove, onMove }: MetricRowProps): ReactNode {
  const say = useText();
  const number = index + 1;
  const { key } = form.getValues().metrics[index] ?? {};
  return (
    <Paper withBorder p="sm" data-metric={key} role="group" aria-label={say('devices.form.metric', { number })}>
      <Group align="flex-start" gap="sm" wrap="nowrap">
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" flex={1} miw={0}>
          <TextInput
            label={say('devices.form.metric.name')}
            placeholder={say('devices.form.metric.name.example')}
            autoCapitalize="off"
            spellCheck={false}
            required
            {...form.getInputProps(`metrics.${index}.name`)}
          />
          <TextInput label={say('devices.form.metric.label')} {...form.getInputProps(`metrics.${index}.label`)} />
          <UnitField label={say('devices.form.metric.unit')} {...form.getInputProps(`metrics.${index}.unit`)} />
        </SimpleGrid>
        <Stack gap={4}>
          <Move direction="up" number={number} onMove={onMove} to={index - 1} isPossible={index > 0} />
          <Move direction="down" number={number} onMove={onMove} to={index + 1} isPossible={index < count - 1} />
        </Stack>
        <ActionIcon
          variant="subtle"
          color="red"
          onClick={onRemove}
          aria-label={say('devices.form.metric.remove', { number })}
        >
          <Trash2 size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </Paper>
  );
}

interface MoveProps {
  direction: 'up' | 'down';
  number: number;
  to: number;
  isPossible: boolean;
  onMove: (to: number) => void;
}

function Move({ direction, number, to, isPossible, onMove }: MoveProps): ReactNode {
  const say = useText();
  const Icon = direction === 'up' ? ArrowUp : ArrowDown;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      data-move={direction}
      disabled={!isPossible}
      onClick={() => {
        onMove(to);
      }}
      aria-label={say(`devices.form.metric.${direction}`, { number })}
    >
      <Icon size={16} aria-hidden />
    </ActionIcon>
  );
}
