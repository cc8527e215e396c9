import { Alert, Paper, Progress, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Ban, CircleAlert, Hourglass } from 'lucide-react';
import type { ExportWholeFragment } from '../api/generated/documents.ts';
import { useFormats } from '../i18n/formats.tsx';
import { Say, useText } from '../i18n/text.tsx';
import { Time } from '../i18n/time.tsx';
import { StatusBadge } from './status.tsx';

type Item = ExportWholeFragment;

/** How far an export is, or what has become of it, and what to do where that is not what one wants. */
export function Outcome({ item }: { item: Item }): ReactNode {
  const say = useText();
  switch (item.status) {
    case 'FAILED':
      return <Failed item={item} />;
    case 'CANCELLED':
      return (
        <Alert color="gray" icon={<Ban aria-hidden />} title={say('exports.status.CANCELLED')}>
          {say('exports.outcome.CANCELLED')}
        </Alert>
      );
    case 'EXPIRED':
      return (
        <Alert color="gray" icon={<Hourglass aria-hidden />} title={say('exports.status.EXPIRED')}>
          {say('exports.outcome.EXPIRED')}
        </Alert>
      );
    case 'QUEUED':
    case 'RUNNING':
      return <UnderWay item={item} />;
    case 'SUCCEEDED':
      return null;
  }
}

function UnderWay({ item }: { item: Item }): ReactNode {
  const say = useText();
  const { percent } = useFormats();
  return (
    <Paper withBorder p="md" bg="var(--sonde-surface)">
      <Stack gap="xs">
        <Text component="div">
          <StatusBadge status={item.status} /> {percent(item.progress / 100)}
        </Text>
        <Progress value={item.progress} aria-label={say('exports.progress')} />
        <Text size="sm" c="dimmed">
          {say('exports.outcome.underWay')}
        </Text>
      </Stack>
    </Paper>
  );
}

/** Of what went wrong, there is something better to do than to try again. */
const ADVISED = ['LimitExceededError', 'TimeoutError', 'NotFoundError'] as const;

function Failed({ item: { error, endedAt } }: { item: Item }): ReactNode {
  const say = useText();
  const advice = ADVISED.find((type) => type === error?.type) ?? 'other';
  return (
    <Alert color="red" icon={<CircleAlert aria-hidden />} title={say('exports.status.FAILED')}>
      <Stack gap="xs">
        <Text size="sm">{say(`exports.advice.${advice}`)}</Text>
        {error && (
          <Text size="sm" lang="en">
            {error.message}
          </Text>
        )}
        {endedAt !== null && (
          <Text size="sm" c="dimmed" component="div">
            <Say id="exports.endedAt" values={{ time: <Time time={endedAt} /> }} />
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
