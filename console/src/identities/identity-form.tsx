import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ChangeIdentityDocument } from '../api/generated/documents.ts';
import { isApiError } from '../api/errors.ts';
import { ask } from '../api/request.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { useVersionedSave } from '../ui/conflict-save.ts';
import { ConflictDialog } from '../ui/conflict.tsx';
import { Failure } from '../ui/failure.tsx';
import { Unsaved } from '../ui/unsaved.tsx';
import { nameProblem } from './fields.ts';
import type { Identity } from './identity.ts';
import { LastAdministrator } from './last-administrator.tsx';
import { LocaleField } from './locale-field.tsx';
import { RoleField } from './role-field.tsx';
import { useAct } from './use-act.ts';
import { useEntered } from './use-entered.ts';
import { useIdentityCache } from './use-identities.ts';
import { useShownFields, valuesOf, type IdentityValues } from './values.tsx';

interface IdentityFormProps {
  identity: Identity;
  /** Nobody else is an active administrator: this one has to stay one. */
  isLast: boolean;
}

/** The name, role and language of somebody, to be changed. */
export function IdentityForm({ identity, isLast }: IdentityFormProps): ReactNode {
  const say = useText();
  const isSelf = useSession().identity.id === identity.id;
  const { values, began, isDirty, enter, discard } = useEntered(identity, valuesOf);
  const saving = useSaving(discard);
  const problem = nameProblem(values.name);
  return (
    <>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!problem) saving.save(began, { ...values, name: values.name.trim() });
        }}
      >
        <Stack>
          <TextInput
            label={say('identities.name')}
            required
            maxLength={200}
            autoComplete="off"
            value={values.name}
            error={problem && say(problem)}
            onChange={(event) => {
              enter({ name: event.currentTarget.value });
            }}
          />
          <RoleField
            value={values.role}
            onChange={(role) => {
              enter({ role });
            }}
            {...(isLast && { only: { role: 'ADMINISTRATOR', because: say('identities.last.role') } })}
          />
          {isSelf && identity.role === 'ADMINISTRATOR' && values.role !== 'ADMINISTRATOR' && (
            <Alert
              color="yellow"
              variant="light"
              icon={<TriangleAlert aria-hidden />}
              title={say('identities.self.role')}
            >
              {say('identities.self.role.hint')}
            </Alert>
          )}
          {identity.kind === 'PERSON' && (
            <LocaleField
              value={values.locale}
              onChange={(locale) => {
                enter({ locale });
              }}
            />
          )}
          {saving.error !== null && <Refused error={saving.error} identity={identity} isLast={isLast} />}
          <Group>
            <Button type="submit" loading={saving.isSaving} disabled={!isDirty}>
              {say('ui.save')}
            </Button>
            {isDirty && (
              <Button variant="default" onClick={discard}>
                {say('identities.discard')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
      {/* Beside it: what is sent off in a dialog would be heard of by a form around it. */}
      <ConflictDialog saving={saving} fields={useShownFields()} />
      <Unsaved isUnsaved={isDirty} />
    </>
  );
}

/** Why it was not saved. That nobody else is an administrator any more may have been heard of only then. */
function Refused({ error, identity, isLast }: IdentityFormProps & { error: unknown }): ReactNode {
  if (isLast && isApiError(error, 'ValidationError')) return <LastAdministrator identity={identity} />;
  return <Failure error={error} />;
}

function useSaving(onDone: () => void) {
  const say = useText();
  const act = useAct();
  const { put } = useIdentityCache();
  return useVersionedSave<Identity, IdentityValues>({
    valuesOf,
    send: async (changes, { id, version }) => {
      const asked = ask(ChangeIdentityDocument, { input: { id, expectedVersion: version, ...changes } });
      return (await act(asked)).updateIdentity;
    },
    onSaved: (saved) => {
      put(saved);
      onDone();
      notifications.show({ message: say('identities.saved', { name: saved.name }) });
    },
  });
}
