import { Code, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Copying } from '../ui/copy.tsx';

/** What is called what, each with a button that copies it. */
export function Facts({ facts }: { facts: readonly { label: string; value: string }[] }): ReactNode {
  const say = useText();
  return (
    <Group component="dl" gap="sm" m={0} align="flex-start" style={{ columnGap: 'var(--mantine-spacing-xl)' }}>
      {facts.map(({ label, value }) => (
        <div key={label}>
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Group component="dd" gap={4} wrap="nowrap" m={0}>
            <Code style={{ overflowWrap: 'anywhere' }}>{value}</Code>
            <Copying value={value} label={say('credentials.copy', { what: label })} />
          </Group>
        </div>
      ))}
    </Group>
  );
}
