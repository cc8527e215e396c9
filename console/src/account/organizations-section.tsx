import { Alert, Badge, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Check, Mail } from 'lucide-react';
import type { ReactNode } from 'react';
import type { InvitationsToMeQuery, OrganizationsOfMineQuery } from '../api/generated/documents.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { useAccept, useInvitations, useMemberships, useSwitch } from '../session/memberships.ts';
import { Failure } from '../ui/failure.tsx';
import { Section } from '../ui/section.tsx';
import classes from './account.module.css';

/** Where the person belongs, and where they are invited to. */
export function OrganizationsSection(): ReactNode {
  const say = useText();
  return (
    <Section title={say('account.organizations')} hint={say('account.organizations.hint')}>
      <Invitations />
      <Memberships />
    </Section>
  );
}

function Memberships(): ReactNode {
  const say = useText();
  const { data, error, refetch } = useMemberships();
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={60} />;
  return (
    <ul className={classes.list} aria-label={say('account.organizations')}>
      {data.map((membership) => (
        <Membership key={membership.organizationId} {...membership} />
      ))}
    </ul>
  );
}

function Membership({
  organizationId,
  organizationName,
  role,
  status,
  isCurrent,
}: OrganizationsOfMineQuery['memberships'][number]): ReactNode {
  const say = useText();
  return (
    <li className={classes.row}>
      <div>
        <Text fw={600}>{organizationName}</Text>
        <Text size="sm" c="dimmed">
          {say(`identities.role.${role}`)}
        </Text>
      </div>
      {isCurrent && (
        <Badge variant="light" color="teal" tt="none" leftSection={<Check size={12} aria-hidden />}>
          {say('account.organizations.here')}
        </Badge>
      )}
      {!isCurrent && status === 'SUSPENDED' && (
        <Badge variant="light" color="gray" tt="none">
          {say('account.organizations.suspended')}
        </Badge>
      )}
      {!isCurrent && status === 'ACTIVE' && <SwitchButton id={organizationId} name={organizationName} />}
    </li>
  );
}

function SwitchButton({ id, name }: { id: string; name: string }): ReactNode {
  const say = useText();
  const switching = useSwitch();
  return (
    <Stack gap="xs" align="flex-end">
      <Button
        variant="default"
        aria-label={say('account.organizations.switchTo', { organization: name })}
        loading={switching.isPending}
        onClick={() => {
          switching.mutate(id);
        }}
      >
        {say('account.organizations.switch')}
      </Button>
      {switching.error && <Failure error={switching.error} />}
    </Stack>
  );
}

function Invitations(): ReactNode {
  const say = useText();
  const { data, error, refetch } = useInvitations();
  const accepting = useAccept();
  const joined = accepting.data;
  return (
    <>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data && data.length > 0 && (
        <div>
          <Title order={3} mb="xs">
            {say('account.invitations')}
          </Title>
          <ul className={classes.list}>
            {data.map((invitation) => (
              <Invitation
                key={invitation.organizationId}
                invitation={invitation}
                isPending={accepting.isPending && accepting.variables === invitation.organizationId}
                onAccept={() => {
                  accepting.mutate(invitation.organizationId);
                }}
              />
            ))}
          </ul>
        </div>
      )}
      {accepting.error && <Failure error={accepting.error} />}
      <div role="status" className={classes.live}>
        {joined && (
          <Alert
            color="teal"
            icon={<Check aria-hidden />}
            title={say('account.invitations.accepted', { organization: joined.organizationName })}
          >
            {say('account.invitations.accepted.hint')}
          </Alert>
        )}
      </div>
    </>
  );
}

interface InvitationProps {
  invitation: InvitationsToMeQuery['invitations'][number];
  isPending: boolean;
  onAccept: () => void;
}

function Invitation({ invitation, isPending, onAccept }: InvitationProps): ReactNode {
  const say = useText();
  const { date } = useFormats();
  const { organizationName, role, expiresAt } = invitation;
  return (
    <li className={classes.row}>
      <Group gap="sm" wrap="nowrap">
        <Mail size={18} aria-hidden className={classes.icon ?? ''} />
        <div>
          <Text fw={600}>{organizationName}</Text>
          <Text size="sm" c="dimmed">
            {say('account.invitations.as', { role: say(`identities.role.${role}`), day: date(expiresAt) })}
          </Text>
        </div>
      </Group>
      <Button
        aria-label={say('account.invitations.acceptOf', { organization: organizationName })}
        loading={isPending}
        onClick={onAccept}
      >
        {say('account.invitations.accept')}
      </Button>
    </li>
  );
}
