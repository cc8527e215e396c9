import { Button, Group, Paper, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import {
  chosenValues,
  differencesOf,
  evidentChoices,
  type Choices,
  type Difference,
  type FieldOf,
  type Side,
} from './conflict-fields.ts';
import type { Conflict, VersionedSave } from './conflict-save.ts';
import { Dialog } from './dialog.tsx';
import { Failure } from './failure.tsx';

/** How a person knows a field, and sees what is in it. */
interface ShownField<Value> {
  label: string;
  show: (value: Value) => ReactNode;
}

export type ShownFields<Values> = { readonly [Field in keyof Values]: ShownField<Values[Field]> };

interface ConflictDialogProps<Values> {
  saving: Pick<VersionedSave<never, Values>, 'conflict' | 'isSaving'>;
  fields: ShownFields<Values>;
}

/** While there is a conflict: what one has changed beside what somebody else has, and the choice for each field. */
export function ConflictDialog<Values extends object>({ saving, fields }: ConflictDialogProps<Values>): ReactNode {
  const say = useText();
  const { conflict, isSaving } = saving;
  return (
    <Dialog
      opened={conflict !== undefined}
      onClose={() => {
        if (!isSaving) conflict?.giveUp();
      }}
      title={say('ui.conflict.title')}
      size="xl"
    >
      {conflict && <Resolution key={conflict.version} conflict={conflict} isSaving={isSaving} fields={fields} />}
    </Dialog>
  );
}

interface ResolutionProps<Values> {
  conflict: Conflict<Values>;
  isSaving: boolean;
  fields: ShownFields<Values>;
}

function Resolution<Values extends object>({ conflict, isSaving, fields }: ResolutionProps<Values>): ReactNode {
  const say = useText();
  const form = useRef<HTMLFormElement>(null);
  const [differences] = useState(() => differencesOf(conflict));
  const [choices, setChoices] = useState(() => evidentChoices(differences));
  const [isAsked, setIsAsked] = useState(false);

  const chooseAll = (side: Side): void => {
    const all: Partial<Record<FieldOf<Values>, Side>> = {};
    for (const { field } of differences) all[field] = side;
    setChoices(all);
  };
  const submit = (): void => {
    const open = differences.find(({ field }) => choices[field] === undefined);
    setIsAsked(open !== undefined);
    if (open) form.current?.querySelector<HTMLElement>(`[data-field="${open.field}"] input`)?.focus();
    else conflict.resolve(chosenValues(conflict, choices));
  };

  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <Text>{say('ui.conflict.hint', { count: differences.length })}</Text>
        {differences.length > 1 && <ChooseAll onChoose={chooseAll} />}
        {differences.map((difference) => (
          <Choice
            key={difference.field}
            difference={difference}
            conflict={conflict}
            field={fields[difference.field]}
            choices={choices}
            onChoose={(side) => {
              setChoices({ ...choices, [difference.field]: side });
            }}
            isAsked={isAsked}
          />
        ))}
        {conflict.error !== null && <Failure error={conflict.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={conflict.giveUp} disabled={isSaving}>
            {say('ui.conflict.back')}
          </Button>
          <Button type="submit" loading={isSaving}>
            {say('ui.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ChooseAll({ onChoose }: { onChoose: (side: Side) => void }): ReactNode {
  const say = useText();
  return (
    <Group gap="xs">
      {(['mine', 'theirs'] as const).map((side) => (
        <Button
          key={side}
          size="compact-sm"
          variant="default"
          onClick={() => {
            onChoose(side);
          }}
        >
          {say(`ui.conflict.all.${side}`)}
        </Button>
      ))}
    </Group>
  );
}

interface ChoiceProps<Values, Field extends FieldOf<Values>> {
  difference: Difference<Values>;
  conflict: Conflict<Values>;
  field: ShownField<Values[Field]>;
  choices: Choices<Values>;
  onChoose: (side: Side) => void;
  /** Whether what is not chosen yet is missing. */
  isAsked: boolean;
}

function Choice<Values>(props: ChoiceProps<Values, FieldOf<Values>>): ReactNode {
  const { difference, conflict, field, choices, onChoose, isAsked } = props;
  const say = useText();
  const chosen = choices[difference.field];
  const option = (side: Side): ReactNode => (
    <Paper withBorder p="sm" bg="var(--sonde-surface)">
      <Radio
        value={side}
        label={
          <Stack gap={2}>
            <Text size="sm" fw={600}>
              {say(`ui.conflict.${side}`)}
            </Text>
            <Shown>{field.show(conflict[side][difference.field])}</Shown>
          </Stack>
        }
      />
    </Paper>
  );
  return (
    <Radio.Group
      data-field={difference.field}
      label={field.label}
      description={say(`ui.conflict.changedBy.${difference.changedBy}`)}
      error={isAsked && chosen === undefined ? say('ui.conflict.choose') : undefined}
      value={chosen ?? ''}
      onChange={(side) => {
        onChoose(side === 'mine' ? 'mine' : 'theirs');
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt={6}>
        {option('mine')}
        {option('theirs')}
      </SimpleGrid>
      <Group gap={6} mt={6} align="baseline">
        <Text size="sm" c="dimmed">
          {say('ui.conflict.before')}
        </Text>
        <Shown>{field.show(conflict.before[difference.field])}</Shown>
      </Group>
    </Radio.Group>
  );
}

/** A field's value; that there is none is said too. */
function Shown({ children }: { children: ReactNode }): ReactNode {
  const say = useText();
  const isEmpty = children === null || children === undefined || children === '';
  return (
    <Text component="div" size="sm" {...(isEmpty && { c: 'dimmed' })} style={{ overflowWrap: 'anywhere' }}>
      {isEmpty ? say('ui.conflict.empty') : children}
    </Text>
  );
}
