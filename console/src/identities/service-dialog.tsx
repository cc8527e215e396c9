import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { AllIdentitiesDocument, MakeServiceDocument, type GivenSecretFragment } from '../api/generated/documents.ts';
import { isApiError } from '../api/errors.ts';
import { nameOf } from '../api/query.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import type { Role } from '../session/roles.ts';
import { useAtStake } from '../ui/at-stake.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { useStay } from '../ui/stay.ts';
import { nameProblem } from './fields.ts';
import { RoleField } from './role-field.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { useIdentityCache } from './use-identities.ts';

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
}

const MAKING = { mutationKey: ['MakeService'] };

/** Asks what program is to sign in, makes a service for it, and shows its secret. */
export function ServiceDialog({ isOpen, onClose }: DialogProps): ReactNode {
  const say = useText();
  const isBusy = useIsMutating(MAKING) > 0;
  const [given, setGiven] = useState<GivenSecretFragment>();
  return (
    <>
      <Dialog
        opened={isOpen}
        onClose={() => {
          if (!isBusy) onClose();
        }}
        title={say('identities.service.make')}
        size="lg"
      >
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
  const client = useQueryClient();
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
    ...MAKING,
    // Answers nothing: what mutations answer is kept, and there is a secret in this.
    mutationFn: async ({ name, role }: { name: string; role: Role }): Promise<void> => {
      const { createService: made } = await ask(MakeServiceDocument, { input: { name: name.trim(), role } });
      put(made.identity);
      onMade(made);
    },
    // It may have been made all the same, without anybody who has its secret: the list is to say so.
    onError: () => client.invalidateQueries({ queryKey: [nameOf(AllIdentitiesDocument)] }),
    gcTime: 0,
  });
  useStay(making.isPending);
  useAtStake(form.isDirty());
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
        {isApiError(making.error, 'NetworkError') && <Text size="sm">{say('identities.service.lost')}</Text>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel} disabled={making.isPending}>
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
