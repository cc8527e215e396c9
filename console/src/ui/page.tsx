import { Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

interface PageProps {
  /** The page's name: its heading, and its title in the browser. */
  title: string;
  /** A line about it. */
  description?: ReactNode;
  /** What can be done on it, such as a button that makes something. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of the console: its heading with what can be done, then what is on it. */
export function Page({ title, description, actions, children }: PageProps): ReactNode {
  useTitle(title);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="md">
        <div>
          <Title order={1}>{title}</Title>
          {description !== undefined && (
            <Text component="div" c="dimmed">
              {description}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

/** The title in the browser while a page is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Sonde`;
  }, [title]);
}
