import { Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { ForRole } from '../session/for-role.tsx';
import { BackLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { choicesOf, searchOf } from './form/choices.ts';
import { ExportForm } from './form/export-form.tsx';
import { presetPeriod } from './form/local-time.ts';

/** What is chosen is in the address, so that it can be linked to, and loaded again. */
export function NewExportPage(): ReactNode {
  return (
    <ForRole role="OPERATOR">
      <NewExport />
    </ForRole>
  );
}

function NewExport(): ReactNode {
  const say = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/exports/new' });
  const [usual] = useState(() => presetPeriod('month', new Date()));
  return (
    <Stack gap="sm">
      <BackLink to="/exports">{say('exports.toAll')}</BackLink>
      <Page title={say('exports.new')} description={say('exports.new.about')}>
        <ExportForm
          choices={choicesOf(search, usual)}
          onChange={(choices) => {
            void navigate({ to: '/exports/new', search: searchOf(choices), replace: true, resetScroll: false });
          }}
        />
      </Page>
    </Stack>
  );
}
