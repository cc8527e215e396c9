import { Alert, Badge, Group, Grid, Skeleton, Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Ban, UserX } from 'lucide-react';
import type { ReactNode } from 'react';
import { isApiError } from '../api/errors.ts';
import { Say, useText } from '../i18n/text.tsx';
import { Ago } from '../i18n/time.tsx';
import { ForRole } from '../session/for-role.tsx';
import { useSession } from '../session/session.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Empty } from '../ui/empty.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { Failure } from '../ui/failure.tsx';
import { TextLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { StatusBadge, TroubleLine } from './badges.tsx';
import type { Identity } from './identity.ts';
import { IdentityForm } from './identity-form.tsx';
import { InvitationSection } from './invitation-section.tsx';
import { LastAdministrator, useIsLastAdministrator } from './last-administrator.tsx';
import { MailAlert } from './mail-alert.tsx';
import { SecretSection } from './secret-section.tsx';
import { StandingSection } from './standing-section.tsx';
import { troublesOf } from './trouble.ts';
import { useIdentity } from './use-identities.ts';

const route = getRouteApi('/identities/$identityId');

/** One person or service, for those who manage them. */
export function IdentityPage(): ReactNode {
  const { identityId } = route.useParams();
  return (
    <ForRole role="ADMINISTRATOR">
      <Found key={identityId} id={identityId} />
    </ForRole>
  );
}

function Found({ id }: { id: string }): ReactNode {
  const say = useText();
  const { identity, error, retry } = useIdentity(id);
  if (isApiError(error, 'NotFoundError')) return <Gone />;
  if (identity) return <Details identity={identity} />;
  return (
    <Page title={say('identities.title')}>
      {error === null ? <Skeleton height={320} radius="md" /> : <Failure error={error} onRetry={retry} />}
    </Page>
  );
}

function Gone(): ReactNode {
  const say = useText();
  return (
    <Page title={say('identities.title')}>
      <Empty icon={UserX} title={say('identities.gone')}>
        <Say
          id="identities.gone.hint"
          values={{
            link: (words) => (
              <TextLink to="/identities" underline="always">
                {words}
              </TextLink>
            ),
          }}
        />
      </Empty>
    </Page>
  );
}

function Details({ identity }: { identity: Identity }): ReactNode {
  const say = useText();
  const isLast = useIsLastAdministrator(identity);
  const { status, kind, invitation } = identity;
  return (
    <Page title={identity.name} description={<Subtitle identity={identity} />}>
      {status === 'SUSPENDED' && (
        <Alert color="gray" variant="light" icon={<Ban aria-hidden />} title={say('identities.suspended')}>
          {say('identities.suspended.hint')}
        </Alert>
      )}
      <MailAlert identity={identity} />
      {isLast && <LastAdministrator identity={identity} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="lg">
            <Section title={say('identities.profile')}>
              <IdentityForm identity={identity} isLast={isLast} />
            </Section>
            <StandingSection identity={identity} isLast={isLast} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="lg">
            {kind === 'SERVICE' && <SecretSection identity={identity} />}
            {invitation && status === 'INVITED' && <InvitationSection identity={identity} invitation={invitation} />}
            <About identity={identity} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function Subtitle({ identity }: { identity: Identity }): ReactNode {
  const say = useText();
  const isSelf = useSession().identity.id === identity.id;
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <StatusBadge {...identity} />
        {isSelf && (
          <Badge variant="default" tt="none" fw={500}>
            {say('identities.you')}
          </Badge>
        )}
        <Text style={{ overflowWrap: 'anywhere' }}>
          {say(`identities.kind.${identity.kind}`)}
          {identity.kind === 'PERSON' && ` · ${identity.email}`}
        </Text>
      </Group>
      {troublesOf(identity)
        .filter((trouble) => trouble !== 'bounced' && trouble !== 'complained')
        .map((trouble) => (
          <TroubleLine key={trouble} trouble={trouble} />
        ))}
    </Stack>
  );
}

/** What nobody can change of it, and where to read what was done. */
function About({ identity: { id, createdAt, updatedAt, version } }: { identity: Identity }): ReactNode {
  const say = useText();
  return (
    <Section title={say('identities.about')}>
      <Facts>
        <Fact label={say('identities.id')}>
          <Copyable value={id} label={say('identities.id.copy')} />
        </Fact>
        <Fact label={say('identities.createdAt')}>
          <Ago time={createdAt} />
        </Fact>
        <Fact label={say('identities.updatedAt')}>
          <Ago time={updatedAt} /> ({say('identities.version', { version })})
        </Fact>
        <Fact label={say('identities.audit')}>
          <Stack gap={2} align="flex-start">
            <TextLink to="/audit" search={{ actorId: id }} size="sm">
              {say('identities.audit.did')}
            </TextLink>
            <TextLink to="/audit" search={{ targetId: id }} size="sm">
              {say('identities.audit.done')}
            </TextLink>
          </Stack>
        </Fact>
      </Facts>
    </Section>
  );
}
