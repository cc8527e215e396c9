import { Code, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ExportWholeFragment } from '../api/generated/documents.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { Time } from '../i18n/time.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { TextLink } from '../ui/link.tsx';
import { Section } from '../ui/section.tsx';
import { Who } from '../ui/who.tsx';
import type { useSummaries } from './what.tsx';

interface ExportFactsProps {
  item: ExportWholeFragment;
  deviceName: (id: string) => string;
  summaries: ReturnType<typeof useSummaries>;
}

/** What was asked for, by whom, and when what happened. */
export function ExportFacts({ item, deviceName, summaries }: ExportFactsProps): ReactNode {
  const say = useText();
  const { number, bytes } = useFormats();
  return (
    <Section title={say('exports.facts')}>
      <Facts>
        <Fact label={say('exports.devices')}>
          {item.deviceIds ? <DeviceLinks ids={item.deviceIds} deviceName={deviceName} /> : say('exports.allDevices')}
        </Fact>
        <Fact label={say('exports.metrics')}>
          {item.metrics ? (
            <Group gap={6}>
              {item.metrics.map((metric) => (
                <Code key={metric}>{metric}</Code>
              ))}
            </Group>
          ) : (
            say('exports.allMetrics')
          )}
        </Fact>
        <Fact label={say('exports.period')}>
          <Time time={item.from} /> – <Time time={item.to} />
        </Fact>
        <Fact label={say('exports.values')}>{summaries.values(item)}</Fact>
        <Fact label={say('exports.format')}>
          {say(`exports.format.${item.format}`)}, {say(`exports.layout.${item.layout}.short`)}
        </Fact>
        {item.rows !== null && <Fact label={say('exports.rows')}>{number(item.rows)}</Fact>}
        {item.bytes !== null && <Fact label={say('exports.size')}>{bytes(item.bytes)}</Fact>}
        <Fact label={say('exports.requestedBy')}>
          <Who id={item.requestedBy} />
        </Fact>
        <Fact label={say('exports.createdAt')}>
          <Time time={item.createdAt} />
        </Fact>
        {item.startedAt !== null && (
          <Fact label={say('exports.startedAt')}>
            <Time time={item.startedAt} />
          </Fact>
        )}
        {item.endedAt !== null && (
          <Fact label={say('exports.ended')}>
            <Time time={item.endedAt} />
          </Fact>
        )}
        <Fact label={say('exports.id')}>
          <Copyable value={item.id} label={say('exports.copyId')} />
        </Fact>
      </Facts>
    </Section>
  );
}

function DeviceLinks({ ids, deviceName }: { ids: readonly string[]; deviceName: (id: string) => string }): ReactNode {
  return (
    <Group gap="xs">
      {ids.map((id) => (
        <TextLink key={id} to="/devices/$deviceId" params={{ deviceId: id }} size="sm">
          {deviceName(id)}
        </TextLink>
      ))}
    </Group>
  );
}
