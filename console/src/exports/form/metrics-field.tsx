import { Group, MultiSelect, Radio, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { METRIC_NAME } from '../../../../functions/shared/names.ts';
import { useText } from '../../i18n/text.tsx';
import type { ChosenDevice } from '../directory.ts';

interface MetricsFieldProps {
  value: readonly string[] | null;
  onChange: (value: string[] | null) => void;
  /** Whose metrics are offered. */
  devices: readonly ChosenDevice[];
  problem: string | undefined;
}

/** Which metrics: all of them, or those that are chosen by name; devices may send ones that nobody has described, so that any name may be typed. */
export function MetricsField({ value, onChange, devices, problem }: MetricsFieldProps): ReactNode {
  const say = useText();
  const [search, setSearch] = useState('');
  const labels = labelsOf(devices);
  const typed = search.trim();
  const names = new Set([...labels.keys(), ...(value ?? []), ...(METRIC_NAME.test(typed) ? [typed] : [])]);
  const options = [...names].sort().map((name) => {
    const label = labels.get(name) ?? '';
    return { value: name, label: label === '' ? name : `${name} · ${label}` };
  });
  return (
    <Stack gap="sm">
      <Radio.Group
        label={say('exports.metrics')}
        value={value === null ? 'all' : 'some'}
        onChange={(chosen) => {
          onChange(chosen === 'all' ? null : []);
        }}
        error={value === null ? problem : undefined}
      >
        <Group mt={6}>
          <Radio value="all" label={say('exports.allMetrics')} />
          <Radio value="some" label={say('exports.someMetrics')} />
        </Group>
      </Radio.Group>
      {value !== null && (
        <MultiSelect
          label={say('exports.form.chosenMetrics')}
          description={say('exports.form.metrics.hint')}
          placeholder={value.length === 0 ? say('exports.form.findMetrics') : ''}
          data={options}
          value={[...value]}
          onChange={onChange}
          searchable
          searchValue={search}
          onSearchChange={setSearch}
          hidePickedOptions
          limit={50}
          nothingFoundMessage={say('exports.form.noneFound')}
          error={problem}
        />
      )}
    </Stack>
  );
}

/** By the metrics' names, what people call them. */
function labelsOf(devices: readonly ChosenDevice[]): Map<string, string> {
  const labels = new Map<string, string>();
  for (const { name, label } of devices.flatMap(({ metrics }) => metrics)) {
    labels.set(name, labels.get(name) ?? label ?? '');
  }
  return labels;
}
