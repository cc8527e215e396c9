import { Button, FileButton, Group, Paper, Stack, Text } from '@mantine/core';
import { Download, FileSpreadsheet } from 'lucide-react';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { IMPORT_LIMITS } from '../../../schema/limits.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useLanguage } from '../i18n/provider.tsx';
import { useText } from '../i18n/text.tsx';
import { saveFile } from '../ui/save-file.ts';
import { template } from './template.ts';

interface ChooseFileProps {
  chosen: File | undefined;
  onChoose: (file: File) => void;
}

/** Where a file is dropped, or chosen by a button. */
export function ChooseFile({ chosen, onChoose }: ChooseFileProps): ReactNode {
  const say = useText();
  const { bytes, number } = useFormats();
  const { language } = useLanguage();
  const [isOver, setIsOver] = useState(false);
  const forget = useRef<() => void>(null);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onChoose(file);
  };
  return (
    <Paper
      p="lg"
      bg="var(--sonde-surface)"
      style={{
        border: `2px dashed var(${isOver ? '--mantine-primary-color-filled' : '--mantine-color-default-border'})`,
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => {
        setIsOver(false);
      }}
      onDrop={drop}
    >
      <Group justify="space-between" gap="md">
        <Group gap="md" wrap="nowrap" miw={0} style={{ flex: '1 1 16rem' }}>
          <FileSpreadsheet size={32} strokeWidth={1.5} aria-hidden style={{ flexShrink: 0 }} />
          <Stack gap={0} miw={0}>
            <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
              {chosen ? chosen.name : say('imports.choose.drop')}
            </Text>
            <Text size="sm" c="dimmed">
              {chosen
                ? bytes(chosen.size)
                : say('imports.choose.limits', {
                    size: say('imports.mebibytes', { count: IMPORT_LIMITS.bytes / 2 ** 20 }),
                    rows: number(IMPORT_LIMITS.rows),
                  })}
            </Text>
          </Stack>
        </Group>
        <Group gap="sm">
          <Button
            variant="subtle"
            leftSection={<Download size={16} aria-hidden />}
            onClick={() => {
              saveFile(say('imports.template.file'), template(language), 'text/csv');
            }}
          >
            {say('imports.template')}
          </Button>
          <FileButton
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
            resetRef={forget}
            onChange={(file) => {
              if (file) onChoose(file);
              // So that the same file can be chosen again once it has been mended.
              forget.current?.();
            }}
          >
            {(props) => (
              <Button {...props} variant={chosen ? 'default' : 'filled'}>
                {say(chosen ? 'imports.choose.other' : 'imports.choose')}
              </Button>
            )}
          </FileButton>
        </Group>
      </Group>
    </Paper>
  );
}
