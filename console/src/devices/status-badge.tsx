import { Badge } from '@mantine/core';
import { CircleDashed, CirclePause, Radio, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { useNow } from '../i18n/time.tsx';
import { statusOf, type DeviceStatus } from './status.ts';

const LOOKS: Readonly<Record<DeviceStatus, { color: string; icon: LucideIcon }>> = {
  reporting: { color: 'teal', icon: Radio },
  silent: { color: 'orange', icon: CirclePause },
  never: { color: 'gray', icon: CircleDashed },
};

/** Whether readings of a device come in. */
export function StatusBadge({ lastSeenAt }: { lastSeenAt: string | null }): ReactNode {
  const say = useText();
  const status = statusOf(lastSeenAt, useNow(10_000));
  const { color, icon: Icon } = LOOKS[status];
  return (
    <Badge
      display="flex"
      w="fit-content"
      variant="light"
      color={color}
      tt="none"
      leftSection={<Icon size={12} aria-hidden />}
    >
      {say(`devices.status.${status}`)}
    </Badge>
  );
}
