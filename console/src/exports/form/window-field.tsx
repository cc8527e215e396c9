import { Group, NumberInput, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';

const UNITS = ['S', 'M', 'H', 'D'] as const;

interface WindowFieldProps {
  value: string;
  onChange: (value: string) => void;
  problem: string | undefined;
}

/** The length of windows, as a number of a unit. */
export default function WindowField({ value, onChange, problem }: WindowFieldProps): ReactNode {
  const say = useText();
  const [, amount = '', unit = 'H'] = /^PT?(\d*)([SMHD])$/.exec(value) ?? [];
  const change = (next: string, of: string): void => {
    onChange(of === 'D' ? `P${next}D` : `PT${next}${of}`);
  };
  return (
    <Group gap="sm" align="flex-start">
      <NumberInput
        label={say('exports.form.window')}
        value={amount === '' ? '' : Number(amount)}
        onChange={(next) => {
          change(String(next), unit);
        }}
        min={1}
        max={999_999_999}
        allowDecimal={false}
        allowNegative={false}
        w={140}
        error={problem}
      />
      <Select
        label={say('exports.form.unit')}
        data={UNITS.map((each) => ({ value: each, label: say(`exports.unit.${each}`) }))}
        value={unit}
        onChange={(next) => {
          change(amount, next ?? unit);
        }}
        allowDeselect={false}
        w={160}
      />
    </Group>
  );
}
