import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Fact, Facts } from '../ui/facts.tsx';

interface ConnectionFactsProps {
  endpoint?: string | undefined;
  port?: number | undefined;
  clientId: string;
  topic: string;
}

/** What a device has to be told to connect, each with a button that copies it. */
export function ConnectionFacts({ endpoint, port, clientId, topic }: ConnectionFactsProps): ReactNode {
  const say = useText();
  const facts = [
    ...(endpoint === undefined ? [] : [{ label: say('credentials.endpoint'), value: endpoint }]),
    ...(port === undefined ? [] : [{ label: say('credentials.port'), value: port.toString() }]),
    { label: say('credentials.clientId'), value: clientId },
    { label: say('credentials.topic'), value: topic },
  ];
  return (
    <Facts>
      {facts.map(({ label, value }) => (
        <Fact key={label} label={label}>
          <Copyable value={value} label={say('credentials.copy', { what: label })} />
        </Fact>
      ))}
    </Facts>
  );
}
