import type { ReactNode } from 'react';
import { COLUMNS } from '../../../functions/import-devices/csv/columns.ts';
import { useText } from '../i18n/text.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { Section } from '../ui/section.tsx';

/** What a file may have in it. */
export function ColumnsHelp(): ReactNode {
  const say = useText();
  return (
    <Section title={say('imports.columns')} hint={say('imports.columns.hint')}>
      <Facts>
        {COLUMNS.map((column) => (
          <Fact key={column} label={column}>
            {say(`imports.column.${column}`)}
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}
