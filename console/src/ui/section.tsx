import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface SectionProps {
  title: string;
  /** What it is about, in a line. */
  hint?: ReactNode;
  /** What can be done about it. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** A part of a page on a card of its own, under its heading. */
export function Section({ title, hint, actions, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} withBorder p={{ base: 'md', sm: 'lg' }} bg="var(--sonde-surface)">
      <Stack gap="md">
        <div>
          <Title order={2} id={id}>
            {title}
          </Title>
          {hint !== undefined && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </div>
        {children}
        {actions !== undefined && <Group gap="sm">{actions}</Group>}
      </Stack>
    </Paper>
  );
}
