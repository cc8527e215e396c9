import { Group, Stack, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface SectionProps {
  title: string;
  hint: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a device's page, under its heading. */
export function Section({ title, hint, actions, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <Stack component="section" aria-labelledby={id} gap="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ flex: '1 1 20rem' }}>
          <Title order={2} id={id}>
            {title}
          </Title>
          <Text c="dimmed" size="sm" maw="44rem">
            {hint}
          </Text>
        </div>
        {actions !== undefined && <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
