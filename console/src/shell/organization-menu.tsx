import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSession } from '../session/session.tsx';

/** The organization that one is signed in to. */
export function OrganizationMenu(): ReactNode {
  const { organization } = useSession();
  return (
    <Text c="dimmed" truncate>
      {organization.name}
    </Text>
  );
}
