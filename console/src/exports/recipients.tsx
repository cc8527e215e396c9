import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { CircleAlert, Clock, MailCheck, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ExportWholeFragment, MailStatus } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { Who } from '../ui/who.tsx';

const LOOKS: Readonly<Record<MailStatus, { color: string; icon: LucideIcon }>> = {
  PENDING: { color: 'gray', icon: Clock },
  SENT: { color: 'teal', icon: MailCheck },
  FAILED: { color: 'red', icon: CircleAlert },
};

/** Who gets a mail about an export, and what became of it. */
export function Recipients({ item: { recipients } }: { item: ExportWholeFragment }): ReactNode {
  const say = useText();
  return (
    <Paper component="section" withBorder p="md" bg="var(--sonde-surface)" aria-labelledby="export-recipients">
      <Stack gap="sm">
        <Title order={2} id="export-recipients">
          {say('exports.recipients')}
        </Title>
        {recipients.length === 0 && (
          <Text size="sm" c="dimmed">
            {say('exports.recipients.none')}
          </Text>
        )}
        {recipients.map(({ identityId, status, error }) => (
          <div key={identityId}>
            <Group gap="sm" justify="space-between">
              <Who id={identityId} />
              <MailBadge status={status} />
            </Group>
            {error !== null && (
              <Text size="sm" c="dimmed" lang="en">
                {error}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Paper>
  );
}

function MailBadge({ status }: { status: MailStatus }): ReactNode {
  const say = useText();
  const { color, icon: Icon } = LOOKS[status];
  return (
    <Badge variant="light" color={color} leftSection={<Icon size={12} aria-hidden />} tt="none">
      {say(`exports.mail.${status}`)}
    </Badge>
  );
}
