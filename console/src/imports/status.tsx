import { Badge, Group, Progress, Stack, Text } from '@mantine/core';
import { Ban, CircleAlert, CircleCheck, Clock, FileClock, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import type { Import } from './standing.ts';

const LOOKS: Readonly<Record<Import['status'], { color: string; icon: LucideIcon }>> = {
  AWAITING_FILE: { color: 'orange', icon: FileClock },
  QUEUED: { color: 'gray', icon: Clock },
  RUNNING: { color: 'cyan', icon: LoaderCircle },
  COMPLETED: { color: 'teal', icon: CircleCheck },
  FAILED: { color: 'red', icon: CircleAlert },
  CANCELLED: { color: 'gray', icon: Ban },
};

/** How far an import is: its status, and how much is done while it is under way. */
export function Standing({ item }: { item: Pick<Import, 'status' | 'progress'> }): ReactNode {
  const say = useText();
  const { percent } = useFormats();
  const { color, icon: Icon } = LOOKS[item.status];
  const badge = (
    <Badge variant="light" color={color} leftSection={<Icon size={12} aria-hidden />} tt="none">
      {say(`imports.status.${item.status}`)}
    </Badge>
  );
  if (item.status !== 'RUNNING') return badge;
  return (
    <Stack gap={6} miw={130}>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        {badge}
        <Text size="sm">{percent(item.progress / 100)}</Text>
      </Group>
      <Progress value={item.progress} aria-label={say('imports.progress')} size="sm" />
    </Stack>
  );
}
