import { ActionIcon, Code, Group, Tooltip } from '@mantine/core';
import { Check, Copy, CopyX } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

interface CopyProps {
  /** What is copied. */
  value: string;
  /** What it is called: `Copy the topic`. */
  label: string;
  /** It is copied. */
  onCopy?: () => void;
}

/** For how long a button says what has become of a copy. */
const SAID_MS = 2_000;

const LOOKS = {
  copied: { color: 'teal', icon: Check },
  refused: { color: 'red', icon: CopyX },
} as const;

/** A button that copies a text, and says whether it has: browsers may refuse. */
export function Copying({ value, label, onCopy }: CopyProps): ReactNode {
  const say = useText();
  const [outcome, setOutcome] = useState<keyof typeof LOOKS>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => {
      setOutcome(undefined);
    }, SAID_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      setOutcome('refused');
      return;
    }
    setOutcome('copied');
    onCopy?.();
  };
  const { color, icon: Icon } = outcome === undefined ? { color: 'gray', icon: Copy } : LOOKS[outcome];
  const said = outcome === undefined ? label : say(`ui.${outcome}`);
  return (
    <Tooltip label={said}>
      <ActionIcon variant="subtle" color={color} aria-label={said} onClick={() => void copy()}>
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
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
