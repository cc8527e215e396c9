import { Paper, Stack, Text, Title } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** That there is nothing here yet, and how to begin. */
export function Empty({
  icon: Icon,
  title,
  isPage = false,
  children,
}: {
  icon: LucideIcon;
  title: string;
  /** It is all that the page has, and its title the page's heading. */
  isPage?: boolean;
  children?: ReactNode;
}): ReactNode {
  return (
    <Paper withBorder p="xl" bg="var(--sonde-surface)">
      <Stack align="center" gap="sm" ta="center" maw={480} mx="auto">
        <Icon size={36} strokeWidth={1.5} aria-hidden />
        <Title order={isPage ? 1 : 2} size="h2">
          {title}
        </Title>
        <Text component="div" c="dimmed" w="100%">
          {children}
        </Text>
      </Stack>
    </Paper>
  );
}
