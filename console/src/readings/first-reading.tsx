import { Stack, Text } from '@mantine/core';
import { Satellite } from 'lucide-react';
import type { ReactNode } from 'react';
import { outputs } from '../api/outputs.ts';
import { waysOf } from '../credentials/brokers.ts';
import { fileNames, publishPlain, publishWithTls } from '../credentials/snippets.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Empty } from '../ui/empty.tsx';
import { ButtonLink } from '../ui/link.tsx';

/** How a device that has sent nothing yet sends its first reading. */
export function FirstReading({ deviceId }: { deviceId: string }): ReactNode {
  const say = useText();
  const { organization, may } = useSession();
  const { topic, plain, tls } = waysOf({ organizationId: organization.id, deviceId }, outputs().custom);
  const command = plain ? publishPlain(plain, topic) : tls && publishWithTls(tls, fileNames());
  return (
    <Empty icon={Satellite} title={say('readings.first')}>
      <Stack align="center">
        <Text>{say('readings.first.hint')}</Text>
        <Copyable value={topic} label={say('readings.first.topic')} />
        {command !== undefined && (
          <Stack gap={4} w="100%" ta="left">
            <Text size="sm">{say('readings.first.command')}</Text>
            <CodeBlock code={command} label={say('readings.first.command')} copyLabel={say('readings.first.copy')} />
          </Stack>
        )}
        {may('OPERATOR') ? (
          <ButtonLink to="/devices/$deviceId/credentials" params={{ deviceId }} variant="default">
            {say('readings.first.credentials')}
          </ButtonLink>
        ) : (
          <Text size="sm">{say('readings.first.ask')}</Text>
        )}
      </Stack>
    </Empty>
  );
}
