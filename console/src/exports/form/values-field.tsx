import { Chip, Group, Input, Radio, Skeleton, Stack } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { STATISTICS } from '../search.ts';
import type { Choices } from './choices.ts';

// What is typed in needs more than all the rest of the form.
const WindowField = lazy(() => import('./window-field.tsx'));

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
          <Suspense fallback={<Skeleton height={60} />}>
            <WindowField
              value={value.window}
              onChange={(window) => {
                onChange({ ...value, window });
              }}
              problem={windowProblem}
            />
          </Suspense>
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
