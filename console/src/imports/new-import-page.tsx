import { Loader, Group, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { ForRole } from '../session/for-role.tsx';
import { Failure } from '../ui/failure.tsx';
import { useAtStake } from '../ui/at-stake.ts';
import { BackLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Unsaved } from '../ui/unsaved.tsx';
import { Checked } from './checked.tsx';
import { ChooseFile } from './choose-file.tsx';
import { ColumnsHelp } from './columns-help.tsx';
import { FileFaultAlert } from './file-fault-alert.tsx';
import { isUnderWay, Sending } from './sending.tsx';
import { useChosenFile } from './use-chosen-file.ts';
import { useSending } from './use-sending.ts';

export function NewImportPage(): ReactNode {
  return (
    <ForRole role="OPERATOR">
      <NewImport />
    </ForRole>
  );
}

function NewImport(): ReactNode {
  const say = useText();
  const navigate = useNavigate();
  const [chosen, choose] = useChosenFile();
  const { sending, send, cancel } = useSending((id) => {
    void navigate({ to: '/imports/$importId', params: { importId: id }, ignoreBlocker: true });
  });
  const isBusy = isUnderWay(sending);
  useAtStake(chosen !== undefined);
  return (
    <Stack gap="sm">
      <BackLink to="/imports">{say('imports.toAll')}</BackLink>
      <Page title={say('imports.new')} description={say('imports.new.about')}>
        <Unsaved isUnsaved={isBusy} />
        {!isBusy && <ChooseFile chosen={chosen?.file} onChoose={choose} />}
        {chosen?.step === 'reading' && (
          <Group gap="sm" role="status">
            <Loader size="sm" aria-hidden />
            <Text size="sm">{say('imports.reading')}</Text>
          </Group>
        )}
        {chosen?.step === 'unreadable' && <Failure error={chosen.error} />}
        {chosen?.step === 'refused' && <FileFaultAlert fault={chosen.fault} />}
        {chosen?.step === 'checked' && (
          <Checked
            key={chosen.key}
            checked={chosen.checked}
            isBusy={isBusy}
            onSend={(withCredentials) => {
              void send(chosen.content, withCredentials);
            }}
          />
        )}
        <Sending sending={sending} onCancel={cancel} />
        {chosen?.step !== 'checked' && <ColumnsHelp />}
      </Page>
    </Stack>
  );
}
