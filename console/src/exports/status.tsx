import { Badge, Group, Progress, Stack, Text } from '@mantine/core';
import { Ban, CircleAlert, CircleCheck, Clock, Hourglass, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ExportInListFragment, ExportStatus } from '../api/generated/documents.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';

const LOOKS: Readonly<Record<ExportStatus, { color: string; icon: LucideIcon }>> = {
  QUEUED: { color: 'gray', icon: Clock },
  RUNNING: { color: 'cyan', icon: LoaderCircle },
  SUCCEEDED: { color: 'teal', icon: CircleCheck },
  FAILED: { color: 'red', icon: CircleAlert },
  CANCELLED: { color: 'gray', icon: Ban },
  EXPIRED: { color: 'gray', icon: Hourglass },
};

/** Whether an export is still being made, so that it can be cancelled. */
export const isUnderWay = ({ status }: Pick<ExportInListFragment, 'status'>): boolean =>
  status === 'QUEUED' || status === 'RUNNING';

export function StatusBadge({ status }: { status: ExportStatus }): ReactNode {
  const say = useText();
  const { color, icon: Icon } = LOOKS[status];
  return (
    <Badge variant="light" color={color} leftSection={<Icon size={12} aria-hidden />} tt="none">
      {say(`exports.status.${status}`)}
    </Badge>
  );
}

/** How far an export is: its status, and how much is done while it is made. */
export function Standing({ item }: { item: Pick<ExportInListFragment, 'status' | 'progress'> }): ReactNode {
  const say = useText();
  const { percent } = useFormats();
  const badge = <StatusBadge status={item.status} />;
  if (!isUnderWay(item)) return badge;
  return (
    <Stack gap={6} miw={130}>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        {badge}
        <Text size="sm">{percent(item.progress / 100)}</Text>
      </Group>
      <Progress value={item.progress} aria-label={say('exports.progress')} size="sm" />
    </Stack>
  );
}
