import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { Download, FileKey, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { NewCredentialsFragment } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { Copying } from '../ui/copy.tsx';
import { saveFile } from '../ui/save-file.ts';
import { CaLink } from './how-to-connect.tsx';
import { fileNames } from './snippets.ts';

interface FilesProps {
  credentials: NewCredentialsFragment;
  /** Whoever is here has the key now. */
  onKeyKept: () => void;
}

/** The certificate, its key and that of the authority, to be saved. */
export function Files({ credentials, onKeyKept }: FilesProps): ReactNode {
  const say = useText();
  const names = fileNames(credentials.certificate.id);
  const { privateKeyPem, certificatePem } = credentials;
  return (
    <Stack gap="sm">
      {privateKeyPem !== null && (
        <File
          icon={<FileKey size={20} aria-hidden />}
          title={say('credentials.file.key')}
          hint={say('credentials.file.key.hint')}
          name={names.key}
          text={privateKeyPem}
          isFirst
          onKept={onKeyKept}
        />
      )}
      <File
        icon={<ShieldCheck size={20} aria-hidden />}
        title={say('credentials.file.certificate')}
        hint={say('credentials.file.certificate.hint')}
        name={names.certificate}
        text={certificatePem}
        isFirst={privateKeyPem === null}
      />
      <CaLink url={credentials.rootCaUrl} />
    </Stack>
  );
}

interface FileProps {
  icon: ReactNode;
  title: string;
  hint: string;
  name: string;
  text: string;
  /** What is to be done before all else. */
  isFirst: boolean;
  onKept?: () => void;
}

function File({ icon, title, hint, name, text, isFirst, onKept }: FileProps): ReactNode {
  const say = useText();
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" gap="sm">
        <Group gap="sm" wrap="nowrap" style={{ flex: '1 1 16rem' }}>
          {icon}
          <div>
            <Text fw={500}>{title}</Text>
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          </div>
        </Group>
        <Group gap={4}>
          <Button
            variant={isFirst ? 'filled' : 'default'}
            leftSection={<Download size={16} aria-hidden />}
            aria-label={say('credentials.download', { what: title })}
            onClick={() => {
              saveFile(name, text, 'application/x-pem-file');
              onKept?.();
            }}
            data-autofocus={isFirst || undefined}
          >
            {say('credentials.save')}
          </Button>
          <Copying value={text} label={say('credentials.copy', { what: title })} {...(onKept && { onCopy: onKept })} />
        </Group>
      </Group>
    </Paper>
  );
}
