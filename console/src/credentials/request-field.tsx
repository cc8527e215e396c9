import { Button, FileButton, Group, Stack, Textarea } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { DEVICE_LIMITS } from '../../../schema/limits.ts';
import { useText } from '../i18n/text.tsx';
import type { RequestFault } from './signing-request.ts';

interface RequestFieldProps {
  text: string;
  fault: RequestFault | undefined;
  onChange: (text: string) => void;
}

/** In bytes: no request is as long, with whatever stands around it. */
const LONGEST_FILE = 20 * DEVICE_LIMITS.signingRequest;

/** The same in every language. */
const FIRST_LINE = '-----BEGIN CERTIFICATE REQUEST-----';

/** Where a certificate signing request is pasted, or read from a file. */
export function RequestField({ text, fault, onChange }: RequestFieldProps): ReactNode {
  const say = useText();
  const forget = useRef<() => void>(null);
  const read = async (file: File | null): Promise<void> => {
    // So that the same file can be chosen again once it has been mended.
    forget.current?.();
    if (file) onChange(await file.slice(0, LONGEST_FILE).text());
  };
  return (
    <Stack gap="xs">
      <Textarea
        label={say('credentials.request')}
        description={say('credentials.request.hint')}
        placeholder={FIRST_LINE}
        value={text}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
        error={fault && say(`credentials.request.fault.${fault}`)}
        autosize
        minRows={5}
        maxRows={12}
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Group>
        <FileButton resetRef={forget} onChange={(file) => void read(file)} accept=".csr,.pem,.req,.p10,.txt">
          {(props) => (
            <Button {...props} variant="default" size="xs" leftSection={<FileUp size={14} aria-hidden />}>
              {say('credentials.request.file')}
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  );
}
