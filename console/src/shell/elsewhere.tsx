import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { switchTo } from '../session/memberships.ts';
import { useSession } from '../session/session.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';

/** Goes on in the organization that the person has changed over to, where something of this one is at stake on the page. */
export const GoOn = createContext<(() => void) | undefined>(undefined);

/** Asks what is to become of the page of an organization, once the person has changed over to another one: nothing is done on it meanwhile. */
export function Elsewhere(): ReactNode {
  const say = useText();
  const { organization } = useSession();
  const goOn = useContext(GoOn);
  const goingBack = useMutation({ mutationFn: () => switchTo(organization.id) });
  return (
    <Dialog
      opened={goOn !== undefined}
      onClose={() => undefined}
      withCloseButton={false}
      title={say('session.elsewhere')}
      zIndex={300}
    >
      <Stack>
        <Text>{say('session.elsewhere.hint', { organization: organization.name })}</Text>
        {goingBack.error && <Failure error={goingBack.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={goOn} disabled={goingBack.isPending}>
            {say('session.elsewhere.goOn')}
          </Button>
          <Button
            loading={goingBack.isPending}
            onClick={() => {
              goingBack.mutate();
            }}
            data-autofocus
          >
            {say('session.elsewhere.back', { organization: organization.name })}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
