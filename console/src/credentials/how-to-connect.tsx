import { Anchor, Stack, Text } from '@mantine/core';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { outputs } from '../api/outputs.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { Section } from '../ui/section.tsx';
import { waysOf } from './brokers.ts';
import { ConnectionFacts } from './connection-facts.tsx';
import { fileNames, publishPlain, publishWithTls } from './snippets.ts';
import { Snippet } from './snippet.tsx';

/** Where and as whom a device publishes, whether it has a certificate already or not. */
export function HowToConnect({ deviceId }: { deviceId: string }): ReactNode {
  const say = useText();
  const { organization } = useSession();
  const { tls, plain, rootCaUrl, clientId, topic } = waysOf(
    { organizationId: organization.id, deviceId },
    outputs().custom,
  );
  return (
    <Section title={say('credentials.connect')} hint={say('credentials.connect.hint')}>
      <ConnectionFacts endpoint={tls?.endpoint} port={tls?.port} clientId={clientId} topic={topic} />
      {rootCaUrl !== undefined && <CaLink url={rootCaUrl} />}
      {tls && <Snippet title={say('credentials.publish')} text={publishWithTls(tls, fileNames())} />}
      {plain && (
        <Stack gap="xs">
          <Text size="sm">{say('credentials.plain', { address: `${plain.host}:${plain.port}` })}</Text>
          <Snippet title={say('credentials.publish.plain')} text={publishPlain(plain, topic)} />
        </Stack>
      )}
    </Section>
  );
}

/** The certificate of the authority; at Amazon it is not for pages to read, so that it is followed. */
export function CaLink({ url }: { url: string }): ReactNode {
  const say = useText();
  return (
    <Anchor href={url} target="_blank" rel="noreferrer" size="sm" w="fit-content">
      <Download size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {say('credentials.ca')}
    </Anchor>
  );
}
