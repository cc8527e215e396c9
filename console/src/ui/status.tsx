import { Badge, Group, Progress, Stack, Text, type MantineColor } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormats } from '../i18n/formats.tsx';

/** How a status looks. */
export interface Look {
  color: MantineColor;
  icon: LucideIcon;
}

/** A status in a word, which its colour and its sign only underline. */
export function Status({ look: { color, icon: Icon }, children }: { look: Look; children: ReactNode }): ReactNode {
  return (
    <Badge variant="light" color={color} leftSection={<Icon size={12} aria-hidden />} tt="none">
      {children}
    </Badge>
  );
}

interface AdvancingProps {
  /** In percent. */
  progress: number;
  /** What advances. */
  label: string;
  /** Its status. */
  children: ReactNode;
}

/** The status of something that is being made, and how much of it is done. */
export function Advancing({ progress, label, children }: AdvancingProps): ReactNode {
  const { percent } = useFormats();
  return (
    <Stack gap={6} miw={130}>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        {children}
        <Text size="sm">{percent(progress / 100)}</Text>
      </Group>
      <Progress value={progress} aria-label={label} size="sm" />
    </Stack>
  );
}
