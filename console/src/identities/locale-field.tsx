import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { LOCALES, type Identity } from './identity.ts';

interface LocaleFieldProps {
  value: Identity['locale'];
  onChange: (locale: Identity['locale']) => void;
}

/** The language in which somebody gets mails. */
export function LocaleField({ value, onChange }: LocaleFieldProps): ReactNode {
  const say = useText();
  return (
    <NativeSelect
      label={say('identities.locale')}
      description={say('identities.locale.hint')}
      data={LOCALES.map((locale) => ({ value: locale, label: say(`identities.locale.${locale}`) }))}
      value={value}
      onChange={(event) => {
        const locale = LOCALES.find((each) => each === event.currentTarget.value);
        if (locale) onChange(locale);
      }}
    />
  );
}
