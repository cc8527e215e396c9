import { Badge, Button, Group, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { fetchMFAPreference, updateMFAPreference } from 'aws-amplify/auth';
import { ShieldCheck, ShieldOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { throwOfPool } from '../api/errors.ts';
import { useText } from '../i18n/text.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Section } from '../ui/section.tsx';
import { SetUpApp } from './set-up-app.tsx';
import { Unanswered } from './unanswered.tsx';

const KEY = ['SecondFactor'];

/** The authenticator app that a sign-in asks for beside the password. @param isRequired whether the pool lets nobody in without one */
export function SecondFactorSection({ isRequired }: { isRequired: boolean }): ReactNode {
  const say = useText();
  const client = useQueryClient();
  const {
    data: isOn,
    error,
    refetch,
  } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await fetchMFAPreference()).enabled?.includes('TOTP') ?? false,
  });
  /** Undefined before the first: who leaves them goes on from the button. */
  const [step, setStep] = useState<'none' | 'setUp' | 'turnOff'>();
  const close = (): void => {
    setStep('none');
  };
  const become = (on: boolean): void => {
    client.setQueryData(KEY, on);
    notifications.show({ color: 'teal', message: say(on ? 'account.factor.isOn' : 'account.factor.isOff') });
  };
  return (
    <Section
      title={say('account.factor')}
      hint={say(isRequired ? 'account.factor.required' : 'account.factor.hint')}
      actions={
        isOn !== undefined &&
        step !== 'setUp' && (
          <>
            <Button
              variant="default"
              autoFocus={step === 'none'}
              onClick={() => {
                setStep('setUp');
              }}
            >
              {say(isOn ? 'account.factor.another' : 'account.factor.setUp')}
            </Button>
            {isOn && !isRequired && (
              <Button
                variant="subtle"
                color="red"
                onClick={() => {
                  setStep('turnOff');
                }}
              >
                {say('account.factor.turnOff')}
              </Button>
            )}
          </>
        )
      }
    >
      {error && <Unanswered error={error} onRetry={() => void refetch()} />}
      {isOn === undefined ? !error && <Skeleton height={24} /> : <State isOn={isOn} />}
      {step === 'setUp' && (
        <SetUpApp
          onDone={() => {
            become(true);
            close();
          }}
          onCancel={close}
        />
      )}
      <Confirm
        isOpen={step === 'turnOff'}
        onClose={close}
        title={say('account.factor.turnOff.ask')}
        verb={say('account.factor.turnOff')}
        onConfirm={async () => {
          await updateMFAPreference({ totp: 'DISABLED' }).catch(throwOfPool);
          become(false);
        }}
      >
        {say('account.factor.turnOff.what')}
      </Confirm>
    </Section>
  );
}

function State({ isOn }: { isOn: boolean }): ReactNode {
  const say = useText();
  const Icon = isOn ? ShieldCheck : ShieldOff;
  return (
    <Group gap="xs">
      <Badge variant="light" color={isOn ? 'teal' : 'gray'} tt="none" leftSection={<Icon size={12} aria-hidden />}>
        {say(isOn ? 'account.factor.on' : 'account.factor.off')}
      </Badge>
    </Group>
  );
}
