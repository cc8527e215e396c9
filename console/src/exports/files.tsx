import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Download, FileX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ExportWholeFragment } from '../api/generated/documents.ts';
import { ExportLinksDocument } from '../api/generated/documents.ts';
import { ApiError } from '../api/errors.ts';
import { ask } from '../api/request.ts';
import { useFormats } from '../i18n/formats.tsx';
import { Say, useText } from '../i18n/text.tsx';
import { Time } from '../i18n/time.tsx';
import { Failure } from '../ui/failure.tsx';
import { download } from '../ui/save-file.ts';
import { Section } from '../ui/section.tsx';

type Item = ExportWholeFragment;

/** The files of an export that has succeeded. Their links are good for minutes: each is asked for when it is wanted. */
export function Files({ item }: { item: Item }): ReactNode {
  const say = useText();
  const fetching = useMutation({
    mutationFn: async (name: string) => {
      download(await linkOf(item.id, name));
    },
  });
  if (item.status !== 'SUCCEEDED') return null;
  return (
    <Section title={say('exports.files')}>
      {item.rows === 0 && (
        <Alert color="yellow" icon={<FileX aria-hidden />} title={say('exports.empty')}>
          {say('exports.empty.hint')}
        </Alert>
      )}
      {item.files.map((file) => (
        <File
          key={file.name}
          file={file}
          isLoading={fetching.isPending && fetching.variables === file.name}
          onDownload={() => {
            fetching.mutate(file.name);
          }}
        />
      ))}
      {fetching.error && <Failure error={fetching.error} />}
      {item.expiresAt !== null && (
        <Text size="sm" c="dimmed" component="div">
          <Say id="exports.until" values={{ time: <Time time={item.expiresAt} /> }} />
        </Text>
      )}
    </Section>
  );
}

interface FileProps {
  file: Item['files'][number];
  isLoading: boolean;
  onDownload: () => void;
}

function File({ file, isLoading, onDownload }: FileProps): ReactNode {
  const say = useText();
  const { bytes, number } = useFormats();
  return (
    <Group justify="space-between" gap="sm">
      <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Text fw={600}>{file.name}</Text>
        <Text size="sm" c="dimmed">
          {bytes(file.bytes)}
          {file.rows !== null && ` · ${say('exports.rowCount', { count: file.rows, shown: number(file.rows) })}`}
        </Text>
      </div>
      <Button
        leftSection={<Download size={16} aria-hidden />}
        loading={isLoading}
        onClick={onDownload}
        aria-label={say('exports.downloadOf', { name: file.name })}
      >
        {say('exports.download')}
      </Button>
    </Group>
  );
}

async function linkOf(id: string, name: string): Promise<string> {
  const answer = await ask(ExportLinksDocument, { id });
  const url = answer.export?.files.find((file) => file.name === name)?.url;
  // Between the page and the click, the export has expired.
  if (url === undefined || url === null) {
    throw new ApiError({ type: 'NotFoundError', message: `The export has no file "${name}" any more.` });
  }
  return url;
}
