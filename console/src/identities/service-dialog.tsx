import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { MakeServiceDocument, type GivenSecretFragment } from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import type { Role } from '../session/roles.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { nameProblem } from './fields.ts';
import { RoleField } from './role-field.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { useIdentityCache } from './use-identities.ts';

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Asks what program is to sign in, makes a service for it, and shows its secret. */
export function ServiceDialog({ isOpen, onClose }: DialogProps): ReactNode {
  const say = useText();
  const [given, setGiven] = useState<GivenSecretFragment>();
  return (
    <>
      <Dialog opened={isOpen} onClose={onClose} title={say('identities.service.make')} size="lg">
        <ServiceForm
          onCancel={onClose}
          onMade={(made) => {
            onClose();
            setGiven(made);
          }}
        />
      </Dialog>
      <SecretDialog
        given={given}
        onClose={() => {
          setGiven(undefined);
        }}
      />
    </>
  );
}

interface ServiceFormProps {
  onCancel: () => void;
  onMade: (made: GivenSecretFragment) => void;
}

function ServiceForm({ onCancel, onMade }: ServiceFormProps): ReactNode {
  const say = useText();
  const { put } = useIdentityCache();
  const form = useForm<{ name: string; role: Role }>({
    initialValues: { name: '', role: 'VIEWER' },
    validate: {
      name: (name) => {
        const problem = nameProblem(name);
        return problem && say(problem);
      },
    },
  });
  const making = useMutation({
    mutationFn: ({ name, role }: { name: string; role: Role }) =>
      ask(MakeServiceDocument, { input: { name: name.trim(), role } }),
    onSuccess: ({ createService: made }) => {
      put(made.identity);
      onMade(made);
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        making.mutate(values);
      })}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {say('identities.service.hint')}
        </Text>
        <TextInput
          label={say('identities.name')}
          description={say('identities.service.name.hint')}
          required
          maxLength={200}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <RoleField
          value={form.values.role}
          onChange={(role) => {
            form.setFieldValue('role', role);
          }}
        />
        {making.error && <Failure error={making.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {say('ui.cancel')}
          </Button>
          <Button type="submit" loading={making.isPending}>
            {say('identities.service.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
