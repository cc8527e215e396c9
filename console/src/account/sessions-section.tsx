import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { leave } from '../session/leave.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Section } from '../ui/section.tsx';

export function SessionsSection(): ReactNode {
  const say = useText();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Section
      title={say('account.sessions')}
      hint={say('account.sessions.hint')}
      actions={
        <Button
          variant="default"
          onClick={() => {
            setIsAsking(true);
          }}
        >
          {say('account.sessions.end')}
        </Button>
      }
    >
      <Confirm
        isOpen={isAsking}
        onClose={() => {
          setIsAsking(false);
        }}
        title={say('account.sessions.ask')}
        verb={say('account.sessions.end')}
        onConfirm={() => leave({ everywhere: true })}
      >
        {say('account.sessions.what')}
      </Confirm>
    </Section>
  );
}
