import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Download, FileKey } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { DeviceImportLinksDocument } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { Say, useText } from '../i18n/text.tsx';
import { Time } from '../i18n/time.tsx';
import { useSession } from '../session/session.tsx';
import { Failure } from '../ui/failure.tsx';
import { download } from '../ui/save-file.ts';
import { Section } from '../ui/section.tsx';
import { Faults } from './faults.tsx';
import { hasEnded, hasFiles, type Import } from './standing.ts';

/** The report of an import, and what its devices connect with. */
export function ImportFiles({ item }: { item: Import }): ReactNode {
  const say = useText();
  // Whether they are there is seen when the page is shown; a link to what has been removed meanwhile says so itself.
  const [now] = useState(Date.now);
  if (!hasEnded(item) || item.expiresAt === null) return null;
  if (!hasFiles(item, now)) {
    return (
      <Section title={say('imports.report')}>
        <Text size="sm">
          <Say id="imports.files.expired" values={{ time: <Time time={item.expiresAt} /> }} />
        </Text>
      </Section>
    );
  }
  return (
    <>
      {item.withCredentials && <Credentials item={item} />}
      <Section
        title={say('imports.report')}
        hint={<Say id="imports.files.until" values={{ time: <Time time={item.expiresAt} /> }} />}
      >
        {item.failed > 0 && <Faults id={item.id} />}
        <LinkButton id={item.id} which="reportUrl" label={say('imports.report.download')} />
      </Section>
    </>
  );
}

function Credentials({ item }: { item: Import }): ReactNode {
  const say = useText();
  const { identity } = useSession();
  if (item.requestedBy !== identity.id) {
    return (
      <Section title={say('imports.keys')}>
        <Text size="sm">{say('imports.keys.others')}</Text>
      </Section>
    );
  }
  return (
    <Section title={say('imports.keys')}>
      <Alert color="orange" variant="light" icon={<FileKey aria-hidden />}>
        {item.expiresAt !== null && <Say id="imports.keys.hint" values={{ time: <Time time={item.expiresAt} /> }} />}
      </Alert>
      <LinkButton id={item.id} which="credentialsUrl" label={say('imports.keys.download')} />
    </Section>
  );
}

interface LinkButtonProps {
  id: string;
  which: 'reportUrl' | 'credentialsUrl';
  label: string;
}

/** Downloads a file of an import. Links are good for minutes, so that one is asked for at the click; it is kept nowhere. */
function LinkButton({ id, which, label }: LinkButtonProps): ReactNode {
  const say = useText();
  const linking = useMutation({
    mutationFn: async () => {
      const { deviceImport } = await ask(DeviceImportLinksDocument, { id });
      const url = deviceImport?.[which] ?? null;
      if (url !== null) download(url);
      return { isThere: url !== null };
    },
    gcTime: 0,
  });
  return (
    <>
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
          loading={linking.isPending}
          onClick={() => {
            linking.mutate();
          }}
        >
          {label}
        </Button>
        {linking.data?.isThere === false && (
          <Text size="sm" role="alert">
            {say('imports.files.none')}
          </Text>
        )}
      </Group>
      {linking.error && <Failure error={linking.error} />}
    </>
  );
}
