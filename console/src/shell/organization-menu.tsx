import { Badge, Button, Loader, Menu, Text, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import { Check, ChevronDown, Mail } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { useInvitations, useMemberships, useSwitch } from '../session/memberships.ts';
import { useSession } from '../session/session.tsx';
import { useHeadline } from '../ui/failure.tsx';

/** The organization that one is signed in to, and where there are others, or invitations, the way to them. */
export function OrganizationMenu(): ReactNode {
  const { organization } = useSession();
  const { data: memberships = [] } = useMemberships();
  const { data: invitations = [] } = useInvitations();
  const others = memberships.filter(({ isCurrent, status }) => !isCurrent && status === 'ACTIVE');
  if (others.length === 0 && invitations.length === 0) {
    return (
      <Text c="dimmed" truncate>
        {organization.name}
      </Text>
    );
  }
  return <Choice others={others} invitations={invitations.length} />;
}

interface ChoiceProps {
  others: readonly { organizationId: string; organizationName: string }[];
  invitations: number;
}

function Choice({ others, invitations }: ChoiceProps): ReactNode {
  const say = useText();
  const { organization } = useSession();
  const switching = useSwitch();
  const switchTo = (organizationId: string): void => {
    switching.mutate(organizationId, {
      onError: (error) => notifications.show({ color: 'red', message: <Headline error={error} /> }),
    });
  };
  return (
    <Menu position="bottom-start" withArrow>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          px="xs"
          miw={0}
          rightSection={switching.isPending ? <Loader size={14} /> : <ChevronDown size={14} aria-hidden />}
          leftSection={
            invitations > 0 && (
              <Badge circle aria-hidden>
                {invitations}
              </Badge>
            )
          }
        >
          <Text span inherit truncate>
            {organization.name}
          </Text>{' '}
          <VisuallyHidden>{say('account.menu.switch', { count: invitations })}</VisuallyHidden>
        </Button>
      </Menu.Target>
      <Menu.Dropdown maw="min(24rem, calc(100vw - 1rem))">
        <Menu.Label>{say('account.menu.organizations')}</Menu.Label>
        <Menu.Item leftSection={<Check size={16} aria-hidden />} aria-current="true">
          {organization.name}
        </Menu.Item>
        {others.map(({ organizationId, organizationName }) => (
          <Menu.Item
            key={organizationId}
            leftSection={<span style={{ width: 16 }} />}
            onClick={() => {
              switchTo(organizationId);
            }}
          >
            {organizationName}
          </Menu.Item>
        ))}
        {invitations > 0 && (
          <>
            <Menu.Divider />
            <Menu.Item component={Link} to="/account" leftSection={<Mail size={16} aria-hidden />}>
              {say('account.menu.invitations', { count: invitations })}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Headline({ error }: { error: unknown }): ReactNode {
  return useHeadline(error);
}
