import { Autocomplete, Group, Text, type AutocompleteProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { unitSign } from '../../i18n/units.ts';
import { useText } from '../../i18n/text.tsx';
import { USUAL_UNITS, type Quantity } from './units.ts';

/** A unit: one of the usual ones, or any other. */
export function UnitField(props: Omit<AutocompleteProps, 'data' | 'renderOption' | 'filter'>): ReactNode {
  const say = useText();
  const data = (Object.keys(USUAL_UNITS) as Quantity[]).map((quantity) => ({
    group: say(`devices.units.${quantity}`),
    items: [...USUAL_UNITS[quantity]],
  }));
  return (
    <Autocomplete
      {...props}
      data={data}
      filter={({ options, search }) => thoseLike(options, search)}
      renderOption={({ option: { value } }) => <Unit unit={value} />}
      maxDropdownHeight={280}
      comboboxProps={{ width: 220, position: 'bottom-start' }}
    />
  );
}

function Unit({ unit }: { unit: string }): ReactNode {
  const sign = unitSign(unit);
  return (
    <Group gap="xs">
      <span>{unit}</span>
      {sign !== unit && sign !== '' && (
        <Text span size="sm" c="dimmed">
          {sign}
        </Text>
      )}
    </Group>
  );
}

type Options = Parameters<NonNullable<AutocompleteProps['filter']>>[0]['options'];

/** A unit is found by how it is written, by its sign, and by what is measured in it. */
function thoseLike(options: Options, search: string): Options {
  const wanted = search.trim().toLowerCase();
  const isLike = (text: string): boolean => text.toLowerCase().includes(wanted);
  const isUnitLike = ({ value }: { value: string }): boolean => isLike(value) || isLike(unitSign(value));
  const like: Options = [];
  for (const option of options) {
    if (!('group' in option)) {
      if (isUnitLike(option)) like.push(option);
      continue;
    }
    const isWhole = typeof option.group === 'string' && isLike(option.group);
    const items = isWhole ? option.items : option.items.filter(isUnitLike);
    if (items.length > 0) like.push({ ...option, items });
  }
  return like;
}
