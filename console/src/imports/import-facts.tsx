import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Time } from '../i18n/time.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { Section } from '../ui/section.tsx';
import { Who } from '../ui/who.tsx';
import type { Import } from './standing.ts';

/** Who has asked for an import, and when what was done. */
export function ImportFacts({ item }: { item: Import }): ReactNode {
  const say = useText();
  const times = [
    { label: say('imports.startedAt'), time: item.startedAt },
    { label: say('imports.endedAt'), time: item.endedAt },
    { label: say('imports.expiresAt'), time: item.expiresAt },
  ];
  return (
    <Section title={say('imports.facts')}>
      <Facts>
        <Fact label={say('imports.requestedBy')}>
          <Who id={item.requestedBy} />
        </Fact>
        <Fact label={say('imports.credentials')}>
          {say(item.withCredentials ? 'imports.credentials.with' : 'imports.credentials.without')}
        </Fact>
        <Fact label={say('imports.asked')}>
          <Time time={item.createdAt} />
        </Fact>
        {times.map(
          ({ label, time }) =>
            time !== null && (
              <Fact key={label} label={label}>
                <Time time={time} />
              </Fact>
            ),
        )}
      </Facts>
    </Section>
  );
}
