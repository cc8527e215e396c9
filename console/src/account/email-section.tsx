import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { confirmUserAttribute, updateUserAttributes } from 'aws-amplify/auth';
import { useState, type ReactNode } from 'react';
import { MeDocument } from '../api/generated/documents.ts';
import { queryOf } from '../api/query.ts';
import { renewToken } from '../api/request.ts';
import { Say, useText } from '../i18n/text.tsx';
import { Refused } from '../session/refused.tsx';
import { useSession } from '../session/session.tsx';
import { Section } from '../ui/section.tsx';
import classes from './account.module.css';

/** By which address the person signs in. The pool has a new one only once its reader has shown a code that was sent to it. */
export function EmailSection(): ReactNode {
  const say = useText();
  const { identity } = useSession();
  /** Undefined before the first: who leaves them goes on from the button. */
  const [step, setStep] = useState<'none' | 'address' | { code: string }>();
  const close = (): void => {
    setStep('none');
  };
  return (
    <Section
      title={say('account.email')}
      hint={say('account.email.now', { email: identity.email })}
      actions={
        (step === undefined || step === 'none') && (
          <Button
            variant="default"
            autoFocus={step === 'none'}
            onClick={() => {
              setStep('address');
            }}
          >
            {say('account.email.change')}
          </Button>
        )
      }
    >
      {step === 'address' && (
        <AddressForm
          onSent={(address) => {
            setStep({ code: address });
          }}
          onCancel={close}
        />
      )}
      {typeof step === 'object' && <CodeForm address={step.code} onClose={close} />}
    </Section>
  );
}

interface AddressFormProps {
  onSent: (address: string) => void;
  onCancel: () => void;
}

function AddressForm({ onSent, onCancel }: AddressFormProps): ReactNode {
  const say = useText();
  const { identity } = useSession();
  const form = useForm({
    initialValues: { email: '' },
    validate: {
      email: (entered) => {
        if (!/^[^\s@]+@[^\s@]+$/.test(entered.trim())) return say('session.refusal.noAddress');
        return entered.trim().toLowerCase() === identity.email ? say('account.email.same') : null;
      },
    },
  });
  const sending = useMutation({
    mutationFn: (email: string) => updateUserAttributes({ userAttributes: { email } }),
    onSuccess: (_answer, email) => {
      onSent(email);
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ email }) => {
        sending.mutate(email.trim());
      })}
    >
      <Stack maw={420}>
        <TextInput
          label={say('account.email.new')}
          description={say('account.email.new.hint')}
          type="email"
          autoComplete="email"
          required
          autoFocus
          {...form.getInputProps('email')}
        />
        {sending.error && (
          <Refused
            message={sending.error.message}
            instead={{ 'session.refusal.exists': say('account.email.exists') }}
          />
        )}
        <Group>
          <Button type="submit" loading={sending.isPending}>
            {say('session.send')}
          </Button>
          <Button variant="default" onClick={onCancel} disabled={sending.isPending}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function CodeForm({ address, onClose }: { address: string; onClose: () => void }): ReactNode {
  const say = useText();
  const client = useQueryClient();
  const form = useForm({ initialValues: { code: '' } });
  const confirming = useMutation({
    mutationFn: async (confirmationCode: string) => {
      await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode });
      // It is at the next token that the identity takes the address over.
      await renewToken();
      return client.query({ ...queryOf(MeDocument, {}), staleTime: 0 });
    },
    onSuccess: ({ me }) => {
      const moved = me.identity.email === address.toLowerCase();
      notifications.show(
        moved
          ? { color: 'teal', message: say('account.email.changed', { email: address }) }
          : {
              color: 'orange',
              autoClose: false,
              message: say('account.email.taken', { email: address, organization: me.organization.name }),
            },
      );
      onClose();
    },
  });
  const resending = useMutation({
    mutationFn: () => updateUserAttributes({ userAttributes: { email: address } }),
  });
  const error = confirming.error ?? resending.error;
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ code }) => {
        resending.reset();
        confirming.mutate(code.trim());
      })}
    >
      <Stack maw={420}>
        <Text size="sm">
          <Say id="account.email.sent" values={{ email: <strong>{address}</strong> }} />
        </Text>
        <TextInput
          label={say('session.code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          autoFocus
          {...form.getInputProps('code')}
        />
        <div role="status" className={classes.live}>
          {resending.isSuccess && <Alert color="teal">{say('session.sentAgain')}</Alert>}
        </div>
        {error && (
          <Refused message={error.message} instead={{ 'session.refusal.exists': say('account.email.exists') }} />
        )}
        <Group>
          <Button type="submit" loading={confirming.isPending} disabled={form.values.code.trim() === ''}>
            {say('session.confirm')}
          </Button>
          <Button
            variant="default"
            loading={resending.isPending}
            onClick={() => {
              confirming.reset();
              resending.mutate();
            }}
          >
            {say('session.again')}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
