import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { CodeBlock } from '../ui/code-block.tsx';

/** A text for a shell or a program, under what it is, to be copied. */
export function Snippet({ title, text }: { title: string; text: string }): ReactNode {
  const say = useText();
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {title}
      </Text>
      <CodeBlock code={text} label={title} copyLabel={say('credentials.copy', { what: title })} />
    </div>
  );
}
