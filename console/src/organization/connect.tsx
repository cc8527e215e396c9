import { Anchor, Group, Text } from '@mantine/core';
import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { outputs } from '../api/outputs.ts';
import { Say, useText } from '../i18n/text.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { TextLink } from '../ui/link.tsx';
import { Section } from '../ui/section.tsx';
import { mqttTopic, realtimeUrl } from './examples.ts';

/** The addresses and ids that programs and devices are given. */
export function Connect({ organizationId }: { organizationId: string }): ReactNode {
  const say = useText();
  const { auth, data, custom } = outputs();
  const mqttLabel = (url: string): string => say(url.startsWith('mqtts:') ? 'organization.mqtts' : 'organization.mqtt');
  const facts = [
    { label: say('organization.graphql'), value: data.url },
    { label: say('organization.realtime'), value: realtimeUrl(data.url) },
    { label: say('organization.region'), value: data.aws_region },
    { label: say('organization.userPool'), value: auth.user_pool_id },
    { label: say('organization.client'), value: auth.user_pool_client_id },
    { label: say('organization.serviceClient'), value: custom.service_client_id },
    ...[custom.mqtt_url, custom.mqtts_url].flatMap((value) =>
      value === undefined ? [] : [{ label: mqttLabel(value), value }],
    ),
    { label: say('organization.topic'), value: mqttTopic(organizationId) },
  ];
  return (
    <Section title={say('organization.connect')} hint={say('organization.connect.hint')}>
      <Facts>
        {facts.map(({ label, value }) => (
          <Fact key={label} label={label}>
            <Copyable value={value} label={say('organization.copy', { what: label })} />
          </Fact>
        ))}
      </Facts>
      <Text size="sm">
        <Say
          id="organization.connect.devices"
          values={{
            link: (words) => (
              <TextLink to="/devices" underline="always">
                {words}
              </TextLink>
            ),
          }}
        />
      </Text>
      {custom.user_pool_endpoint !== undefined && <OnThisMachine graphqlUrl={data.url} />}
    </Section>
  );
}

/** What there is besides where everything runs on one machine. */
function OnThisMachine({ graphqlUrl }: { graphqlUrl: string }): ReactNode {
  const say = useText();
  return (
    <Group gap="lg">
      {(['graphiql', 'mail'] as const).map((path) => (
        <Anchor key={path} href={new URL(`/${path}`, graphqlUrl).href} target="_blank" rel="noreferrer" size="sm">
          <Group component="span" gap={6}>
            {say(`organization.local.${path}`)}
            <ExternalLink size={14} role="img" aria-label={say('organization.newTab')} />
          </Group>
        </Anchor>
      ))}
    </Group>
  );
}
