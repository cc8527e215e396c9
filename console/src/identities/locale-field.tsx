import { NativeSelect, type NativeSelectProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { LOCALES } from './identity.ts';

/** The language in which somebody gets mails. */
export function LocaleField(props: Omit<NativeSelectProps, 'label' | 'data'>): ReactNode {
  const say = useText();
  return (
    <NativeSelect
      label={say('identities.locale')}
      description={say('identities.locale.hint')}
      data={LOCALES.map((value) => ({ value, label: say(`identities.locale.${value}`) }))}
      {...props}
    />
  );
}
