import { Chip, Group, Input, NumberInput, Radio, Select, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { STATISTICS } from '../search.ts';
import type { Choices } from './choices.ts';

type Summary = NonNullable<Choices['summary']>;

interface ValuesFieldProps {
  value: Summary | null;
  onChange: (value: Summary | null) => void;
  windowProblem: string | undefined;
  statisticsProblem: string | undefined;
}

const USUAL: Summary = { window: 'PT1H', statistics: ['AVG', 'MIN', 'MAX'] };

/** What is told of readings: each of them, or statistics of windows. */
export function ValuesField({ value, onChange, windowProblem, statisticsProblem }: ValuesFieldProps): ReactNode {
  const say = useText();
  return (
    <Stack gap="sm">
      <Radio.Group
        label={say('exports.values')}
        value={value === null ? 'each' : 'summary'}
        onChange={(chosen) => {
          onChange(chosen === 'each' ? null : USUAL);
        }}
      >
        <Stack mt={6} gap="xs">
          <Radio value="each" label={say('exports.everyReading')} description={say('exports.form.every.hint')} />
          <Radio value="summary" label={say('exports.form.summary')} description={say('exports.form.summary.hint')} />
        </Stack>
      </Radio.Group>
      {value && (
        <>
          <WindowField
            value={value.window}
            onChange={(window) => {
              onChange({ ...value, window });
            }}
            problem={windowProblem}
          />
          <Input.Wrapper
            label={say('exports.form.statistics')}
            error={statisticsProblem}
            labelElement="div"
            labelProps={{ id: 'export-statistics' }}
          >
            <Chip.Group
              multiple
              value={[...value.statistics]}
              onChange={(chosen) => {
                onChange({ ...value, statistics: STATISTICS.filter((each) => chosen.includes(each)) });
              }}
            >
              <Group gap={6} mt={6} role="group" aria-labelledby="export-statistics">
                {STATISTICS.map((each) => (
                  <Chip key={each} value={each} size="sm">
                    {say(`exports.statistic.${each}`)}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </Input.Wrapper>
        </>
      )}
    </Stack>
  );
}

const UNITS = ['S', 'M', 'H', 'D'] as const;

interface WindowFieldProps {
  value: string;
  onChange: (value: string) => void;
  problem: string | undefined;
}

function WindowField({ value, onChange, problem }: WindowFieldProps): ReactNode {
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
