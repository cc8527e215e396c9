import { Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { updatePassword } from 'aws-amplify/auth';
import { useState, type ReactNode } from 'react';
import { outputs } from '../api/outputs.ts';
import { useText } from '../i18n/text.tsx';
import { passwordRules } from '../session/password-rules.ts';
import { Refused } from '../session/refused.tsx';
import { useSession } from '../session/session.tsx';
import { listRules } from '../session/vocabulary.ts';
import { Section } from '../ui/section.tsx';
import { PasswordField } from './password-field.tsx';

export function PasswordSection(): ReactNode {
  const say = useText();
  /** Undefined before it was opened: who closes it goes on from the button. */
  const [isOpen, setIsOpen] = useState<boolean>();
  return (
    <Section
      title={say('account.password')}
      actions={
        !isOpen && (
          <Button
            variant="default"
            autoFocus={isOpen === false}
            onClick={() => {
              setIsOpen(true);
            }}
          >
            {say('account.password.change')}
          </Button>
        )
      }
    >
      {isOpen && (
        <PasswordForm
          onClose={() => {
            setIsOpen(false);
          }}
        />
      )}
    </Section>
  );
}

function PasswordForm({ onClose }: { onClose: () => void }): ReactNode {
  const say = useText();
  const { identity } = useSession();
  const rules = passwordRules(outputs().auth.password_policy);
  const form = useForm({
    initialValues: { oldPassword: '', newPassword: '', repeated: '' },
    validate: {
      oldPassword: (entered) => (entered === '' ? say('account.password.missing') : null),
      newPassword: (entered) => {
        const broken = rules.find(({ isKeptBy }) => !isKeptBy(entered));
        if (broken) return say('session.rules.broken', { rule: say(broken.id, broken.values) });
        return entered === '' ? say('account.password.missing') : null;
      },
      repeated: (entered, { newPassword }) => (entered === newPassword ? null : say('session.differ')),
    },
  });
  const changing = useMutation({
    mutationFn: updatePassword,
    onSuccess: () => {
      notifications.show({ color: 'teal', message: say('account.password.changed') });
      onClose();
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ oldPassword, newPassword }) => {
        changing.mutate({ oldPassword, newPassword });
      })}
    >
      <Stack maw={420}>
        {/* Tells a password manager whose password it is. */}
        <input type="email" autoComplete="username" value={identity.email} readOnly hidden />
        <PasswordField
          label={say('account.password.old')}
          autoComplete="current-password"
          autoFocus
          {...form.getInputProps('oldPassword')}
        />
        <PasswordField
          label={say('account.password.new')}
          description={rules.length > 0 && say('account.password.rules', { rules: listRules(rules, say) })}
          autoComplete="new-password"
          {...form.getInputProps('newPassword')}
        />
        <PasswordField label={say('session.repeat')} autoComplete="new-password" {...form.getInputProps('repeated')} />
        {changing.error && (
          <Refused
            message={changing.error.message}
            instead={{ 'session.refusal.wrongPassword': say('account.password.wrong') }}
          />
        )}
        <Group>
          <Button type="submit" loading={changing.isPending}>
            {say('session.setPassword')}
          </Button>
          <Button variant="default" onClick={onClose} disabled={changing.isPending}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
