import { Alert, Group, Paper, Stack, Text, VisuallyHidden } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { IMPORT_LIMITS } from '../../../schema/limits.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { ButtonLink } from '../ui/link.tsx';
import { isOpen, type Import } from './standing.ts';
import { Standing } from './status.tsx';

/** How far an import is, what has come of it, and what there is to do. */
export function Outcome({ item }: { item: Import }): ReactNode {
  const say = useText();
  return (
    <Paper withBorder p={{ base: 'md', sm: 'lg' }} bg="var(--sonde-surface)">
      <Stack gap="md">
        <Standing item={item} />
        <VisuallyHidden role="status">{say(`imports.status.${item.status}`)}</VisuallyHidden>
        <Counts item={item} />
        <Hint item={item} />
      </Stack>
    </Paper>
  );
}

function Counts({ item }: { item: Import }): ReactNode {
  const say = useText();
  const { number } = useFormats();
  if (item.rows === null) return null;
  const counts = [
    { label: say('imports.rows'), count: item.rows, color: undefined },
    { label: say('imports.succeeded'), count: item.succeeded, color: undefined },
    {
      label: say('imports.failed'),
      count: item.failed,
      color: item.failed > 0 ? 'var(--mantine-color-error)' : undefined,
    },
  ];
  return (
    <Group component="dl" gap="xl" m={0}>
      {counts.map(({ label, count, color }) => (
        <div key={label} style={{ display: 'flex', flexDirection: 'column-reverse' }}>
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} fz={28} fw={650} {...(color && { c: color })}>
            {number(count)}
          </Text>
        </div>
      ))}
    </Group>
  );
}

function Hint({ item }: { item: Import }): ReactNode {
  const say = useText();
  if (item.status === 'FAILED') {
    return (
      <Alert color="red" variant="light" icon={<TriangleAlert aria-hidden />} title={say('imports.failure')}>
        <Stack gap="sm" align="flex-start">
          {item.error && (
            <Text size="sm" lang="en">
              {item.error.message}
            </Text>
          )}
          <ButtonLink to="/imports/new" size="compact-sm" variant="default">
            {say('imports.again')}
          </ButtonLink>
        </Stack>
      </Alert>
    );
  }
  const hint = hintOf(item);
  return (
    <>
      <Text size="sm">{say(hint, { minutes: IMPORT_LIMITS.minutesToBegin })}</Text>
      {!isOpen(item) && item.succeeded > 0 && (
        <ButtonLink to="/devices" variant="default" w="fit-content">
          {say('ui.toDevices')}
        </ButtonLink>
      )}
    </>
  );
}

function hintOf({ status, failed, withCredentials }: Import) {
  switch (status) {
    case 'AWAITING_FILE':
      return 'imports.hint.AWAITING_FILE';
    case 'QUEUED':
      return 'imports.hint.QUEUED';
    case 'RUNNING':
      return withCredentials ? 'imports.hint.RUNNING.credentials' : 'imports.hint.RUNNING';
    case 'CANCELLED':
      return 'imports.hint.CANCELLED';
    case 'FAILED':
      return 'imports.failure';
    case 'COMPLETED':
      return failed === 0 ? 'imports.hint.COMPLETED' : 'imports.hint.COMPLETED.failed';
  }
}
