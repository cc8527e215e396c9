import { Alert, Button, Stack, Text } from '@mantine/core';
import { MailWarning } from 'lucide-react';
import type { ReactNode } from 'react';
import { ChangeIdentityDocument } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { Failure } from '../ui/failure.tsx';
import type { Identity } from './identity.ts';
import { useIdentityCache } from './use-identities.ts';
import { useRequest } from './use-request.ts';

/** That mail does not reach somebody, what that means, and how to have them mailed again. */
export function MailAlert({
  identity: { id, version, email, mailStatus, mailStatusAt },
}: {
  identity: Identity;
}): ReactNode {
  const say = useText();
  const { date } = useFormats();
  const { put } = useIdentityCache();
  const lifting = useRequest(
    () => ask(ChangeIdentityDocument, { input: { id, expectedVersion: version, mailStatus: 'DELIVERABLE' } }),
    ({ updateIdentity }) => {
      put(updateIdentity);
    },
  );
  if (mailStatus === 'DELIVERABLE') return null;
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<MailWarning aria-hidden />}
      title={say(`identities.mail.${mailStatus}`, { email, date: mailStatusAt === null ? '' : date(mailStatusAt) })}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{say(`identities.mail.${mailStatus}.hint`)}</Text>
        {lifting.error && <Failure error={lifting.error} />}
        <Button size="xs" variant="default" onClick={lifting.send} loading={lifting.isPending}>
          {say('identities.mail.lift')}
        </Button>
      </Stack>
    </Alert>
  );
}
