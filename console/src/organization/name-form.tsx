import { Button, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import {
  MeDocument,
  OrganizationDetailsDocument,
  RenameOrganizationDocument,
  type WholeOrganizationFragment,
} from '../api/generated/documents.ts';
import { nameOf, queryOf } from '../api/query.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { useVersionedSave } from '../ui/conflict-save.ts';
import { ConflictDialog } from '../ui/conflict.tsx';
import { Failure } from '../ui/failure.tsx';
import { Unsaved } from '../ui/unsaved.tsx';

export type Organization = WholeOrganizationFragment;

interface Values {
  name: string;
}

/** The organization's name, to be changed. */
export function NameForm({ organization }: { organization: Organization }): ReactNode {
  const say = useText();
  const [edit, setEdit] = useState<{ began: Organization; name: string }>();
  const name = edit?.name ?? organization.name;
  const isDirty = name !== organization.name;
  const isWrong = name.trim() === '';
  const discard = (): void => {
    setEdit(undefined);
  };
  const saving = useRenaming(discard);
  return (
    <>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (edit && !isWrong) saving.save(edit.began, { name: name.trim() });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={say('organization.name')}
            description={say('organization.name.hint')}
            required
            maxLength={200}
            autoComplete="off"
            value={name}
            error={isWrong && say('organization.name.problem')}
            onChange={(event) => {
              setEdit({ began: edit?.began ?? organization, name: event.currentTarget.value });
            }}
          />
          {saving.error !== null && <Failure error={saving.error} />}
          <Group>
            <Button type="submit" loading={saving.isSaving} disabled={!isDirty}>
              {say('ui.save')}
            </Button>
            {isDirty && (
              <Button variant="default" onClick={discard}>
                {say('organization.discard')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
      {/* Beside it: what is sent off in a dialog would be heard of by a form around it. */}
      <ConflictDialog
        saving={saving}
        fields={{ name: { label: say('organization.name'), show: (shown: string) => shown } }}
      />
      <Unsaved isUnsaved={isDirty} />
    </>
  );
}

function useRenaming(onDone: () => void) {
  const say = useText();
  const queryClient = useQueryClient();
  return useVersionedSave<Organization, Values>({
    valuesOf: ({ name }) => ({ name }),
    send: async ({ name }, { name: before, version }) =>
      (await ask(RenameOrganizationDocument, { input: { expectedVersion: version, name: name ?? before } }))
        .updateOrganization,
    onSaved: (organization) => {
      queryClient.setQueryData(queryOf(OrganizationDetailsDocument, {}).queryKey, { organization });
      void queryClient.invalidateQueries({ queryKey: [nameOf(MeDocument)] });
      onDone();
      notifications.show({ message: say('organization.saved', { name: organization.name }) });
    },
  });
}
