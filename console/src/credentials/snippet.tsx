import { Code, Group, ScrollArea, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Copying } from '../ui/copy.tsx';

interface SnippetProps {
  title: string;
  text: string;
  onCopy?: () => void;
  /** In pixels; what is longer is scrolled. */
  height?: number;
}

/** A text for a shell or a program, to be copied. */
export function Snippet({ title, text, onCopy, height }: SnippetProps): ReactNode {
  const say = useText();
  return (
    <div>
      <Group justify="space-between" gap="sm">
        <Text size="sm" fw={500}>
          {title}
        </Text>
        <Copying value={text} label={say('credentials.copy', { what: title })} {...(onCopy && { onCopy })} />
      </Group>
      <ScrollArea.Autosize
        {...(height !== undefined && { mah: height })}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': title }}
      >
        <Code block style={{ overflow: 'visible', minWidth: 'max-content' }}>
          {text}
        </Code>
      </ScrollArea.Autosize>
    </div>
  );
}
