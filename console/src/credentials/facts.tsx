import { Code, Group, SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Copying } from '../ui/copy.tsx';

/** What is called what, each with a button that copies it. */
export function Facts({ facts }: { facts: readonly { label: string; value: string }[] }): ReactNode {
  const say = useText();
  return (
    <SimpleGrid component="dl" cols={{ base: 1, md: 2 }} spacing="sm" verticalSpacing="sm" m={0}>
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
    </SimpleGrid>
  );
}
