import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Empty } from '../ui/empty.tsx';
import { useTitle } from '../ui/page.tsx';
import type { Role } from './roles.ts';
import { useSession } from './session.tsx';

/** A page that is for a role, and for those who may do more: to others it says so. */
export function ForRole({ role, children }: { role: Role; children: ReactNode }): ReactNode {
  return useSession().may(role) ? children : <NotAllowed />;
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
