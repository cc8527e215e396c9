import { Box, Code } from '@mantine/core';
import type { ReactNode } from 'react';
import { Copying } from './copy.tsx';

interface CodeBlockProps {
  code: string;
  /** What it is, such as `curl`: how its region is known. */
  label: string;
  /** What the button says that copies it. */
  copyLabel: string;
}

/** A few lines for a terminal or a file, as they are, and a button that copies them. Long lines scroll, also by the keyboard. */
export function CodeBlock({ code, label, copyLabel }: CodeBlockProps): ReactNode {
  return (
    <Box pos="relative">
      <Code block tabIndex={0} role="region" aria-label={label} pr={48}>
        {code}
      </Code>
      <Box
        pos="absolute"
        top={6}
        right={6}
        bg="light-dark(var(--mantine-color-gray-0), var(--mantine-color-dark-6))"
        bdrs="sm"
      >
        <Copying value={code} label={copyLabel} />
      </Box>
    </Box>
  );
}
