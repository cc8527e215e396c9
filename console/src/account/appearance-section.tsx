import { Input, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../i18n/language.ts';
import { useLanguage } from '../i18n/provider.tsx';
import { useText } from '../i18n/text.tsx';
import { SCHEMES } from '../theme/schemes.ts';
import { Section } from '../ui/section.tsx';

/** How the console looks and what it speaks, in this browser. */
export function AppearanceSection(): ReactNode {
  const say = useText();
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Section title={say('account.appearance')} hint={say('account.appearance.hint')}>
      <Choice<Language>
        label={say('account.language')}
        value={language}
        onChange={choose}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
      <Choice<MantineColorScheme>
        label={say('account.scheme')}
        value={colorScheme}
        onChange={setColorScheme}
        data={SCHEMES.map((value) => ({ value, label: say(`account.scheme.${value}`) }))}
      />
    </Section>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  data: { value: Value; label: string }[];
}

function Choice<Value extends string>({ label, ...control }: ChoiceProps<Value>): ReactNode {
  const id = useId();
  return (
    <div>
      <Input.Label component="div" id={id} display="block" mb={4}>
        {label}
      </Input.Label>
      <SegmentedControl<Value> {...control} aria-labelledby={id} />
    </div>
  );
}
