import { Anchor, Paper, Stack, Text } from '@mantine/core';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { outputs } from '../api/outputs.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { waysOf } from './brokers.ts';
import { Facts } from './facts.tsx';
import { Section } from './section.tsx';
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
      <Paper withBorder p="md" bg="var(--sonde-surface)">
        <Stack>
          <Facts
            facts={[
              ...(tls
                ? [
                    { label: say('credentials.endpoint'), value: tls.endpoint },
                    { label: say('credentials.port'), value: tls.port.toString() },
                  ]
                : []),
              { label: say('credentials.clientId'), value: clientId },
              { label: say('credentials.topic'), value: topic },
            ]}
          />
          {rootCaUrl !== undefined && <CaLink url={rootCaUrl} />}
          {tls && <Snippet title={say('credentials.publish')} text={publishWithTls(tls, fileNames())} />}
          {plain && (
            <Stack gap="xs">
              <Text size="sm">{say('credentials.plain', { address: `${plain.host}:${plain.port}` })}</Text>
              <Snippet title={say('credentials.publish.plain')} text={publishPlain(plain, topic)} />
            </Stack>
          )}
        </Stack>
      </Paper>
    </Section>
  );
}

/** The certificate of the authority; at Amazon it is not ours to read, so that it is followed. */
export function CaLink({ url }: { url: string }): ReactNode {
  const say = useText();
  return (
    <Anchor href={url} target="_blank" rel="noreferrer" size="sm" style={{ width: 'fit-content' }}>
      <Download size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {say('credentials.ca')}
    </Anchor>
  );
}
