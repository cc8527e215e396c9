import { Group, NativeSelect, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { ROLES } from '../session/roles.ts';
import { KINDS, STATUSES } from './identity.ts';
import type { IdentitiesSearch } from './search.ts';

interface FiltersProps {
  search: IdentitiesSearch;
  /** What is looked for is another. An empty text is nothing that is looked for. */
  onChange: (change: Readonly<Partial<Record<keyof IdentitiesSearch, string>>>) => void;
}

/** Which people and services are shown. */
export function Filters({ search, onChange }: FiltersProps): ReactNode {
  const say = useText();
  return (
    <Group gap="sm" role="search" align="flex-end">
      <TextInput
        type="search"
        label={say('identities.search')}
        leftSection={<Search size={16} aria-hidden />}
        value={search.q ?? ''}
        onChange={(event) => {
          onChange({ q: event.currentTarget.value });
        }}
        flex="1 1 240px"
      />
      <Choice
        label={say('identities.kind')}
        value={search.kind ?? ''}
        options={[
          { value: '', label: say('identities.any.kind') },
          ...KINDS.map((value) => ({ value, label: say(`identities.kinds.${value}`) })),
        ]}
        onChange={(chosen) => {
          onChange({ kind: chosen });
        }}
      />
      <Choice
        label={say('identities.role')}
        value={search.role ?? ''}
        options={[
          { value: '', label: say('identities.any.role') },
          ...ROLES.map((value) => ({ value, label: say(`identities.role.${value}`) })),
        ]}
        onChange={(chosen) => {
          onChange({ role: chosen });
        }}
      />
      <Choice
        label={say('identities.status')}
        value={search.status ?? ''}
        options={[
          { value: '', label: say('identities.any.status') },
          ...STATUSES.map((value) => ({ value, label: say(`identities.status.${value}`) })),
          { value: 'ATTENTION', label: say('identities.status.ATTENTION') },
        ]}
        onChange={(chosen) => {
          onChange({ status: chosen });
        }}
      />
    </Group>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps): ReactNode {
  return (
    <NativeSelect
      label={label}
      value={value}
      data={options}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
      flex="1 1 140px"
    />
  );
}
