import { Button, Group, Input, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { localText, presetPeriod, PRESETS, timeOfLocal, timeZone } from './local-time.ts';

interface PeriodFieldProps {
  from: string;
  to: string;
  onChange: (period: { from: string; to: string }) => void;
  /** From when to when there are readings of what is chosen, where that is known. */
  reach: { first: string; last: string } | null;
  problem: string | undefined;
}

/** From when to when, in the time zone of the browser; with one click what people usually want. */
export function PeriodField({ from, to, onChange, reach, problem }: PeriodFieldProps): ReactNode {
  const say = useText();
  return (
    <div role="group" aria-labelledby="export-period">
      <Input.Label component="div" id="export-period">
        {say('exports.period')}
      </Input.Label>
      <Group gap={6} mt={6} mb="sm">
        {PRESETS.map((preset) => (
          <Button
            key={preset}
            size="compact-sm"
            variant="default"
            onClick={() => {
              onChange(presetPeriod(preset, new Date()));
            }}
          >
            {say(`exports.preset.${preset}`)}
          </Button>
        ))}
        {reach && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              onChange(around(reach));
            }}
          >
            {say('exports.preset.all')}
          </Button>
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TimeInput
          label={say('exports.from')}
          time={from}
          onChange={(time) => {
            onChange({ from: time, to });
          }}
          isWrong={problem !== undefined}
        />
        <TimeInput
          label={say('exports.to')}
          time={to}
          onChange={(time) => {
            onChange({ from, to: time });
          }}
          isWrong={problem !== undefined}
        />
      </SimpleGrid>
      {problem !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" mt={4} role="alert">
          {problem}
        </Text>
      )}
      <Text size="sm" c="dimmed" mt={4}>
        {say('exports.timeZone', { zone: timeZone() })}
      </Text>
    </div>
  );
}

/** Whole seconds, from the first reading to the last, which is in. */
function around({ first, last }: { first: string; last: string }): { from: string; to: string } {
  const second = (time: number): string => new Date(time * 1000).toISOString();
  return {
    from: second(Math.floor(Date.parse(first) / 1000)),
    to: second(Math.floor(Date.parse(last) / 1000) + 1),
  };
}

interface TimeInputProps {
  label: string;
  time: string;
  onChange: (time: string) => void;
  isWrong: boolean;
}

function TimeInput({ label, time, onChange, isWrong }: TimeInputProps): ReactNode {
  // What is being entered need not be a time yet.
  const [draft, setDraft] = useState<string>();
  return (
    <TextInput
      type="datetime-local"
      step={1}
      label={label}
      value={draft ?? localText(time)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        const entered = timeOfLocal(text);
        if (entered !== undefined) onChange(entered);
      }}
      onBlur={() => {
        setDraft(undefined);
      }}
      error={isWrong}
    />
  );
}
