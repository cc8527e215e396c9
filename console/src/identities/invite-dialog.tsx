import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useIsMutating, useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { InvitePersonDocument } from '../api/generated/documents.ts';
import { isApiError } from '../api/errors.ts';
import { ask } from '../api/request.ts';
import { Say, useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { useAtStake } from '../ui/at-stake.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { TextLink } from '../ui/link.tsx';
import { emailProblem, nameProblem, type PersonValues } from './fields.ts';
import { LocaleField } from './locale-field.tsx';
import { RoleField } from './role-field.tsx';
import { useIdentityCache } from './use-identities.ts';

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
}

const INVITING = { mutationKey: ['InvitePerson'] };

/** Asks who is to be invited, and invites them. */
export function InviteDialog({ isOpen, onClose }: DialogProps): ReactNode {
  const say = useText();
  const isBusy = useIsMutating(INVITING) > 0;
  return (
    <Dialog
      opened={isOpen}
      onClose={() => {
        if (!isBusy) onClose();
      }}
      title={say('identities.invite')}
      size="lg"
    >
      <InviteForm onClose={onClose} />
    </Dialog>
  );
}

function InviteForm({ onClose }: { onClose: () => void }): ReactNode {
  const say = useText();
  const { organization, identity } = useSession();
  const { put } = useIdentityCache();
  const problem = (id: ReturnType<typeof nameProblem>): string | null => id && say(id);
  const form = useForm<PersonValues>({
    initialValues: { name: '', email: '', role: 'VIEWER', locale: identity.locale },
    validate: { name: (name) => problem(nameProblem(name)), email: (email) => problem(emailProblem(email)) },
  });
  const inviting = useMutation({
    ...INVITING,
    mutationFn: ({ name, email, ...rest }: PersonValues) =>
      ask(InvitePersonDocument, { input: { ...rest, name: name.trim(), email: email.trim() } }),
    onSuccess: ({ createIdentity: invited }) => {
      put(invited);
      notifications.show({ message: say('identities.invite.done', { name: invited.name, email: invited.email }) });
      onClose();
    },
    onError: (error) => {
      if (isApiError(error, 'ConflictError'))
        form.setFieldError('email', <AddressTaken email={form.values.email} onLeave={onClose} />);
    },
  });
  useAtStake(form.isDirty());
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        inviting.mutate(values);
      })}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {say('identities.invite.hint', { organization: organization.name })}
        </Text>
        <TextInput
          label={say('identities.name')}
          required
          maxLength={200}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label={say('identities.email')}
          description={say('identities.email.hint')}
          required
          type="email"
          autoComplete="off"
          {...form.getInputProps('email')}
        />
        <RoleField
          value={form.values.role}
          onChange={(role) => {
            form.setFieldValue('role', role);
          }}
        />
        <LocaleField
          value={form.values.locale}
          onChange={(locale) => {
            form.setFieldValue('locale', locale);
          }}
        />
        {inviting.error && !isApiError(inviting.error, 'ConflictError') && <Failure error={inviting.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={inviting.isPending}>
            {say('ui.cancel')}
          </Button>
          <Button type="submit" loading={inviting.isPending}>
            {say('identities.invite.verb')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function AddressTaken({ email, onLeave }: { email: string; onLeave: () => void }): ReactNode {
  return (
    <Say
      id="identities.email.taken"
      values={{
        link: (words) => (
          <TextLink to="/identities" search={{ q: email.trim() }} onClick={onLeave} size="xs" underline="always">
            {words}
          </TextLink>
        ),
      }}
    />
  );
}
