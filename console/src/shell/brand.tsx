import { Anchor, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export function Brand(): ReactNode {
  return (
    <Anchor component={Link} to="/devices" underline="never" c="inherit" fw={700}>
      <Group gap="xs" wrap="nowrap">
        <img src="/icon.svg" alt="" width={26} height={26} />
        Sonde
      </Group>
    </Anchor>
  );
}
