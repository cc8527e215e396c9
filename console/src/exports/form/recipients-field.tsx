import { MultiSelect, TagsInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useAllIdentities } from '../../identities/use-identities.ts';
import { useSession } from '../../session/session.tsx';

interface RecipientsFieldProps {
  value: readonly string[];
  onChange: (value: string[]) => void;
  problem: string | undefined;
}

/** Who gets a mail: for those who may list the people, chosen among them; for others by address. */
export function RecipientsField({ value, onChange, problem }: RecipientsFieldProps): ReactNode {
  const say = useText();
  const { may } = useSession();
  const usual = { label: say('exports.form.recipients'), value: [...value], error: problem };
  if (may('ADMINISTRATOR')) return <PeopleField {...usual} onChange={onChange} />;
  return (
    <TagsInput
      {...usual}
      description={say('exports.form.recipients.addresses')}
      placeholder={say('exports.form.addAddress')}
      onChange={(addresses) => {
        onChange([...new Set(addresses.map((address) => address.trim().toLowerCase()))]);
      }}
      splitChars={[',', ';', ' ']}
      acceptValueOnBlur
      type="email"
    />
  );
}

interface PeopleFieldProps {
  label: string;
  value: string[];
  error: string | undefined;
  onChange: (value: string[]) => void;
}

function PeopleField({ value, ...rest }: PeopleFieldProps): ReactNode {
  const say = useText();
  const { identities = [] } = useAllIdentities();
  const options = identities
    .filter(({ kind, status }) => kind === 'PERSON' && status === 'ACTIVE')
    .map(({ name, email, mailStatus }) => ({
      value: email,
      label: mailStatus === 'DELIVERABLE' ? `${name} <${email}>` : say('exports.form.unreached', { name, email }),
    }));
  const known = new Set(options.map((option) => option.value));
  return (
    <MultiSelect
      {...rest}
      value={value}
      description={say('exports.form.recipients.people')}
      data={[
        ...options,
        ...value.filter((email) => !known.has(email)).map((email) => ({ value: email, label: email })),
      ]}
      searchable
      hidePickedOptions
      limit={50}
      nothingFoundMessage={say('exports.form.noneFound')}
    />
  );
}
