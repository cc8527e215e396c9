import { Group, Text } from '@mantine/core';
import { CircleAlert, Clock, MailCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ExportWholeFragment, MailStatus } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { Section } from '../ui/section.tsx';
import { Status, type Look } from '../ui/status.tsx';
import { Who } from '../ui/who.tsx';

const LOOKS: Readonly<Record<MailStatus, Look>> = {
  PENDING: { color: 'gray', icon: Clock },
  SENT: { color: 'teal', icon: MailCheck },
  FAILED: { color: 'red', icon: CircleAlert },
};

/** Who gets a mail about an export, and what became of it. */
export function Recipients({ item: { recipients } }: { item: ExportWholeFragment }): ReactNode {
  const say = useText();
  return (
    <Section title={say('exports.recipients')}>
      {recipients.length === 0 && (
        <Text size="sm" c="dimmed">
          {say('exports.recipients.none')}
        </Text>
      )}
      {recipients.map(({ identityId, status, error }) => (
        <div key={identityId}>
          <Group gap="sm" justify="space-between">
            <Who id={identityId} />
            <Status look={LOOKS[status]}>{say(`exports.mail.${status}`)}</Status>
          </Group>
          {error !== null && (
            <Text size="sm" c="dimmed" lang="en">
              {error}
            </Text>
          )}
        </div>
      ))}
    </Section>
  );
}
