import { Anchor, Button, Group, List, Loader, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { setUpTOTP, updateMFAPreference, verifyTOTPSetup } from 'aws-amplify/auth';
import type { ReactNode } from 'react';
import { Say, useText } from '../i18n/text.tsx';
import { otpauthAddress } from '../session/otpauth.ts';
import { Refused } from '../session/refused.tsx';
import { useSession } from '../session/session.tsx';
import { Copyable } from '../ui/copy.tsx';
import { QrCode } from './qr-code.tsx';
import { Unanswered } from './unanswered.tsx';

interface SetUpAppProps {
  onDone: () => void;
  onCancel: () => void;
}

/** Gives the person a key for their authenticator app, and takes a code of it for proof. */
export function SetUpApp({ onDone, onCancel }: SetUpAppProps): ReactNode {
  const say = useText();
  // A key each time: the one before it is void as soon as there is another.
  const {
    data: secret,
    error,
    refetch,
  } = useQuery({
    queryKey: ['SecondFactorKey'],
    queryFn: async () => (await setUpTOTP()).sharedSecret,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  if (error) {
    return (
      <Unanswered error={error} onRetry={() => void refetch()}>
        <Button variant="subtle" onClick={onCancel}>
          {say('ui.cancel')}
        </Button>
      </Unanswered>
    );
  }
  if (secret === undefined) return <Loader size="sm" aria-label={say('ui.loading')} />;
  return (
    <Stack maw={480}>
      <Key secret={secret} />
      <CodeForm onDone={onDone} onCancel={onCancel} />
    </Stack>
  );
}

function Key({ secret }: { secret: string }): ReactNode {
  const say = useText();
  const { identity } = useSession();
  const address = otpauthAddress(identity.email, secret);
  const link = (words: ReactNode[]): ReactNode => (
    <Anchor href={address} inherit underline="always">
      {words}
    </Anchor>
  );
  return (
    <>
      <List type="ordered" size="sm" spacing="xs">
        <List.Item>{say('account.factor.step.scan')}</List.Item>
        <List.Item>{say('account.factor.step.code')}</List.Item>
      </List>
      <QrCode text={address} alt={say('account.factor.qrCode')} />
      <div>
        <Text size="sm">
          <Say id="session.setUp.key" values={{ link }} />
        </Text>
        <Copyable value={secret} label={say('session.setUp.copy')} />
      </div>
    </>
  );
}

function CodeForm({ onDone, onCancel }: SetUpAppProps): ReactNode {
  const say = useText();
  const form = useForm({ initialValues: { code: '' } });
  const proving = useMutation({
    mutationFn: async (code: string) => {
      await verifyTOTPSetup({ code });
      await updateMFAPreference({ totp: 'PREFERRED' });
    },
    onSuccess: onDone,
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ code }) => {
        proving.mutate(code.replaceAll(/\s/g, ''));
      })}
    >
      <Stack>
        <TextInput
          label={say('session.appCode')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maw={220}
          {...form.getInputProps('code')}
        />
        {proving.error && (
          <Refused
            message={proving.error.message}
            instead={{ 'session.refusal.wrongCode': say('account.factor.wrongCode') }}
          />
        )}
        <Group>
          <Button type="submit" loading={proving.isPending} disabled={form.values.code.trim() === ''}>
            {say('account.factor.turnOn')}
          </Button>
          <Button variant="default" onClick={onCancel} disabled={proving.isPending}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
