import { Stack, Tabs, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { outputs } from '../api/outputs.ts';
import { useText } from '../i18n/text.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { Section } from '../ui/section.tsx';
import { amplifyQuery, curlQuery, serviceSignIn } from './examples.ts';
import { TokenButton } from './token-button.tsx';

const EXAMPLES = ['curl', 'service', 'amplify'] as const;

/** A few lines each with which programs begin. */
export function Examples(): ReactNode {
  const say = useText();
  const code = {
    curl: curlQuery(outputs()),
    service: serviceSignIn(outputs()),
    amplify: amplifyQuery(outputs()),
  };
  return (
    <Section title={say('organization.examples')} hint={say('organization.examples.hint')}>
      <Tabs defaultValue="curl" keepMounted={false}>
        <Tabs.List>
          {EXAMPLES.map((example) => (
            <Tabs.Tab key={example} value={example}>
              {say(`organization.example.${example}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {EXAMPLES.map((example) => (
          <Tabs.Panel key={example} value={example} pt="md">
            <Stack gap="sm" align="stretch">
              <Text size="sm">{say(`organization.example.${example}.hint`)}</Text>
              {example === 'curl' && <TokenButton />}
              <CodeBlock
                code={code[example]}
                label={say(`organization.example.${example}`)}
                copyLabel={say('organization.example.copy')}
              />
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}
