import { Alert, Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { useIsAnythingAtStake } from '../ui/at-stake.ts';
import { Empty } from '../ui/empty.tsx';
import { useTitle } from '../ui/page.tsx';
import type { Role } from './roles.ts';
import { useSession } from './session.tsx';

/** A page that is for a role, and for those who may do more: to others it says so. Who has lost the role while something is entered there keeps that. */
export function ForRole({ role, children }: { role: Role; children: ReactNode }): ReactNode {
  const isAllowed = useSession().may(role);
  if (!useMayStill(role)) return <NotAllowed />;
  return (
    <>
      {!isAllowed && <RoleLost />}
      {children}
    </>
  );
}

/** Whether what is for a role is to be shown: to who has it, and to who had it for as long as something is at stake there. */
export function useMayStill(role: Role): boolean {
  const isAllowed = useSession().may(role);
  const isAnythingAtStake = useIsAnythingAtStake();
  const [wasShown, setWasShown] = useState(isAllowed);
  const isShown = isAllowed || (wasShown && isAnythingAtStake);
  if (isShown !== wasShown) setWasShown(isShown);
  return isShown;
}

/** That the role has been taken away: what is entered can be read and copied, but not be saved. */
export function RoleLost(): ReactNode {
  const say = useText();
  const { identity, organization } = useSession();
  return (
    <Alert role="alert" color="orange" variant="light" icon={<Lock aria-hidden />} title={say('ui.roleLost')} mb="md">
      {say('ui.notAllowed.hint', { role: identity.role, organization: organization.name })} {say('ui.roleLost.hint')}
    </Alert>
  );
}

function NotAllowed(): ReactNode {
  const say = useText();
  const { identity, organization } = useSession();
  useTitle(say('ui.notAllowed'));
  return (
    <Empty isPage icon={Lock} title={say('ui.notAllowed')}>
      <Text>{say('ui.notAllowed.hint', { role: identity.role, organization: organization.name })}</Text>
      <Button component={Link} to="/devices" mt="md">
        {say('ui.toDevices')}
      </Button>
    </Empty>
  );
}
