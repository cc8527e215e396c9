import { Button, Group, NativeSelect, Popover, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { CalendarRange } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { localText } from '../exports/form/local-time.ts';
import { useText } from '../i18n/text.tsx';
import { isTaken } from '../search.ts';
import { DEFAULT_RANGE, RANGES, type Range, type ReadingsSearch } from './search.ts';
import { timeOf } from './series/time.ts';
import type { Span } from './series/zoom.ts';

interface PeriodPickerProps {
  search: ReadingsSearch;
  /** What is shown now. */
  span: Span;
  onRange: (range: Range) => void;
  onSpan: (span: Span) => void;
}

/** What period is shown: one that ends now, all there is, or one from and to a time. */
export function PeriodPicker({ search, span, onRange, onSpan }: PeriodPickerProps): ReactNode {
  const say = useText();
  const isCustom = search.from !== undefined && search.to !== undefined;
  const options = RANGES.map((range) => ({
    value: range,
    label: range === 'all' ? say('readings.all') : say(`readings.last.${range}`),
  }));
  const chosen = isCustom ? '' : (search.range ?? DEFAULT_RANGE);
  const pick = (value: string): void => {
    const range = RANGES.find((each) => each === value);
    if (range) onRange(range);
  };
  return (
    <Group gap="xs">
      <SegmentedControl
        visibleFrom="md"
        size="sm"
        aria-label={say('readings.period')}
        data={options}
        value={chosen}
        onChange={pick}
      />
      <NativeSelect
        hiddenFrom="md"
        aria-label={say('readings.period')}
        data={isCustom ? [{ value: '', label: say('readings.custom') }, ...options] : options}
        value={chosen}
        onChange={(event) => {
          pick(event.currentTarget.value);
        }}
      />
      <CustomPeriod key={`${search.from ?? ''} ${search.to ?? ''}`} span={span} isChosen={isCustom} onSpan={onSpan} />
    </Group>
  );
}

interface CustomPeriodProps {
  span: Span;
  isChosen: boolean;
  onSpan: (span: Span) => void;
}

function CustomPeriod({ span, isChosen, onSpan }: CustomPeriodProps): ReactNode {
  const say = useText();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setIsOpen} trapFocus returnFocus position="bottom-start" shadow="md">
      <Popover.Target>
        <Button
          variant={isChosen ? 'light' : 'default'}
          leftSection={<CalendarRange size={16} aria-hidden />}
          onClick={() => {
            setIsOpen(!isOpen);
          }}
        >
          {say('readings.custom')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('readings.custom')}>
        <FromTo
          span={span}
          onSpan={(chosen) => {
            setIsOpen(false);
            onSpan(chosen);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function FromTo({ span, onSpan }: { span: Span; onSpan: (span: Span) => void }): ReactNode {
  const say = useText();
  const [from, setFrom] = useState(localText(timeOf(span.from)));
  const [to, setTo] = useState(localText(timeOf(span.to)));
  // A text without an offset is of the reader's time zone.
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const [isWrongFrom, isWrongTo] = [!isTaken(begin), !isTaken(end)];
  const isOutOfOrder = !isWrongFrom && !isWrongTo && begin >= end;
  const isRight = !isWrongFrom && !isWrongTo && !isOutOfOrder;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight) onSpan({ from: begin, to: end });
      }}
    >
      <Stack gap="sm">
        <TextInput
          type="datetime-local"
          step={1}
          label={say('readings.custom.from')}
          value={from}
          error={isWrongFrom && say('readings.custom.noTime')}
          onChange={(event) => {
            setFrom(event.currentTarget.value);
          }}
        />
        <TextInput
          type="datetime-local"
          step={1}
          label={say('readings.custom.to')}
          value={to}
          error={(isWrongTo && say('readings.custom.noTime')) || (isOutOfOrder && say('readings.custom.invalid'))}
          onChange={(event) => {
            setTo(event.currentTarget.value);
          }}
        />
        <Button type="submit" disabled={!isRight}>
          {say('readings.custom.show')}
        </Button>
      </Stack>
    </form>
  );
}
