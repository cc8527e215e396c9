import { ActionIcon, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

interface CopyProps {
  /** What is copied. */
  value: string;
  /** What it is called: `Copy the topic`. */
  label: string;
  onCopy?: () => void;
}

/** A button that copies a text, and says that it has. */
export function Copying({ value, label, onCopy }: CopyProps): ReactNode {
  const say = useText();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? say('ui.copied') : label}>
          <ActionIcon
            variant="subtle"
            color={copied ? 'teal' : 'gray'}
            aria-label={copied ? say('ui.copied') : label}
            onClick={() => {
              copy();
              onCopy?.();
            }}
          >
            {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** A text that is for machines, such as an id, as it is or shortened, and a button that copies it whole. */
export function Copyable({ value, label, short = value }: CopyProps & { short?: string }): ReactNode {
  return (
    <Group gap={4} wrap="nowrap" miw={0}>
      <Code title={value} style={{ overflowWrap: 'anywhere' }}>
        {short}
      </Code>
      <Copying value={value} label={label} />
    </Group>
  );
}
