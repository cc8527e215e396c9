import { Button, Group, Paper, Pill, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { useAllIdentities } from '../identities/use-identities.ts';
import { ACTIONS, actionOf } from './actions.ts';
import { beginningOf, dayBefore, dayOf } from './days.ts';
import type { AuditSearch } from './search.ts';

interface FiltersProps {
  search: AuditSearch;
  onChange: (search: AuditSearch) => void;
}

/** Which events are shown: of which days, by whom, what, and to what. */
export function Filters({ search, onChange }: FiltersProps): ReactNode {
  const say = useText();
  const change = (changed: Partial<AuditSearch>): void => {
    onChange({ ...search, ...changed });
  };
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <Paper component="search" withBorder p="md" bg="var(--sonde-surface)">
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm">
        <DayInput
          label={say('audit.from')}
          day={dayOf(search.from)}
          onChange={(day) => {
            change({ from: beginningOf(day) });
          }}
        />
        <DayInput
          label={say('audit.to')}
          day={dayBefore(search.to)}
          onChange={(day) => {
            change({ to: beginningOf(day, 1) });
          }}
        />
        <ActorSelect
          value={search.actorId}
          onChange={(actorId) => {
            change({ actorId });
          }}
        />
        <ActionSelect
          value={search.action}
          onChange={(action) => {
            change({ action });
          }}
        />
      </SimpleGrid>
      {isFiltered && (
        <Group mt="sm" gap="sm">
          {search.targetId !== undefined && (
            <Pill
              withRemoveButton
              onRemove={() => {
                change({ targetId: undefined });
              }}
              removeButtonProps={{ 'aria-label': say('audit.target.clear'), 'aria-hidden': false, tabIndex: 0 }}
            >
              {say('audit.target.only', { id: `…${search.targetId.slice(-6)}` })}
            </Pill>
          )}
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<X size={14} aria-hidden />}
            onClick={() => {
              onChange({});
            }}
          >
            {say('audit.clear')}
          </Button>
        </Group>
      )}
      {isOutOfOrder(search) && (
        <Text mt="sm" size="sm" c="var(--mantine-color-error)" role="alert">
          {say('audit.problem.order')}
        </Text>
      )}
    </Paper>
  );
}

/** Whether the period has no time in it. */
export function isOutOfOrder({ from, to }: AuditSearch): boolean {
  return from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to);
}

interface DayInputProps {
  label: string;
  /** Empty for none. */
  day: string;
  onChange: (day: string) => void;
}

function DayInput({ label, day, onChange }: DayInputProps): ReactNode {
  const say = useText();
  // What is being entered need not be a day yet: whether it is one is said once it is left.
  const [draft, setDraft] = useState<{ text: string; isWrong: boolean }>();
  // There may be another day by now, such as one that was gone back to.
  const isWrong = draft?.isWrong === true && day === '';
  return (
    <TextInput
      type="date"
      label={label}
      value={draft && (isWrong || !draft.isWrong) ? draft.text : day}
      error={isWrong && say('audit.problem.day')}
      onChange={(event) => {
        setDraft({ text: event.currentTarget.value, isWrong: false });
        onChange(event.currentTarget.value);
      }}
      onBlur={({ currentTarget: { value, validity } }) => {
        const isDay = value === '' ? !validity.badInput : beginningOf(value) !== undefined;
        setDraft(isDay ? undefined : { text: value, isWrong: true });
      }}
    />
  );
}

interface SelectProps {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function ActorSelect({ value, onChange }: SelectProps): ReactNode {
  const say = useText();
  const { identities = [] } = useAllIdentities();
  const known = identities.map(({ id, name, kind }) => ({
    value: id,
    label: kind === 'SERVICE' ? say('audit.actor.service', { name }) : name,
  }));
  // Who has been deleted since has still done what they did.
  const isKnown = value === undefined || known.some((each) => each.value === value);
  const data = isKnown ? known : [...known, { value, label: `…${value.slice(-6)}` }];
  return (
    <Select
      label={say('audit.actor')}
      placeholder={say('audit.actor.all')}
      data={data}
      value={value ?? null}
      onChange={(chosen) => {
        onChange(chosen ?? undefined);
      }}
      searchable
      clearable
      limit={50}
      nothingFoundMessage={say('audit.noneFound')}
      clearButtonProps={{ 'aria-label': say('audit.actor.clear') }}
    />
  );
}

function ActionSelect({ value, onChange }: SelectProps): ReactNode {
  const say = useText();
  const known = ACTIONS.map((action) => ({ value: action, label: say(`audit.action.${action}`) }));
  const isKnown = value === undefined || actionOf(value) !== undefined;
  return (
    <Select
      label={say('audit.action')}
      placeholder={say('audit.action.all')}
      data={isKnown ? known : [...known, { value, label: value }]}
      value={value ?? null}
      onChange={(chosen) => {
        onChange(chosen ?? undefined);
      }}
      searchable
      clearable
      nothingFoundMessage={say('audit.noneFound')}
      clearButtonProps={{ 'aria-label': say('audit.action.clear') }}
    />
  );
}
