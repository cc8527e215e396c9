import { Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Bot, SearchX, UserPlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useLanguage } from '../i18n/provider.tsx';
import { Say, useText } from '../i18n/text.tsx';
import { ForRole } from '../session/for-role.tsx';
import { useSession } from '../session/session.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failure } from '../ui/failure.tsx';
import { Page } from '../ui/page.tsx';
import { Filters } from './filters.tsx';
import { findIdentities } from './find.ts';
import type { Identity } from './identity.ts';
import { IdentityList } from './identity-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { searchWith } from './search.ts';
import { ServiceDialog } from './service-dialog.tsx';
import { isBeingMailed, troublesOf } from './trouble.ts';
import { useAllIdentities, useIdentity, type AllIdentities } from './use-identities.ts';

/** The people and services of the organization, for those who manage them. */
export function IdentitiesPage(): ReactNode {
  return (
    <ForRole role="ADMINISTRATOR">
      <Identities />
    </ForRole>
  );
}

function Identities(): ReactNode {
  const say = useText();
  const { organization } = useSession();
  const [dialog, setDialog] = useState<'invite' | 'service'>();
  const close = (): void => {
    setDialog(undefined);
  };
  return (
    <Page
      title={say('identities.title')}
      description={say('identities.description', { organization: organization.name })}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<Bot size={16} aria-hidden />}
            onClick={() => {
              setDialog('service');
            }}
          >
            {say('identities.service.make')}
          </Button>
          <Button
            leftSection={<UserPlus size={16} aria-hidden />}
            onClick={() => {
              setDialog('invite');
            }}
          >
            {say('identities.invite')}
          </Button>
        </>
      }
    >
      <Everybody {...useAllIdentities()} />
      <InviteDialog isOpen={dialog === 'invite'} onClose={close} />
      <ServiceDialog isOpen={dialog === 'service'} onClose={close} />
    </Page>
  );
}

/** Invitations that are looked at while they are being mailed: a program may make thousands at once. */
const MOST_WATCHED = 5;

const route = getRouteApi('/identities');

function Everybody({ identities, isComplete, error, retry }: AllIdentities): ReactNode {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { language } = useLanguage();
  const found = findIdentities(identities ?? [], search, language);
  return (
    <Stack gap="md">
      <Filters
        search={search}
        onChange={(change) => {
          void navigate({ search: (before) => searchWith(before, change), replace: true });
        }}
      />
      {identities && <Count identities={identities} found={found} isComplete={isComplete || error !== null} />}
      {!identities && error === null && <Skeleton height={320} radius="md" />}
      {found.length > 0 && <IdentityList key={JSON.stringify(search)} identities={found} />}
      {isComplete && found.length === 0 && <NothingFound />}
      {error !== null && <Failure error={error} onRetry={retry} />}
      {identities
        ?.filter((identity) => isBeingMailed(identity))
        .slice(0, MOST_WATCHED)
        .map(({ id }) => (
          <Watch key={id} id={id} />
        ))}
    </Stack>
  );
}

/** Has it seen what becomes of an invitation that is being mailed. */
function Watch({ id }: { id: string }): ReactNode {
  useIdentity(id);
  return null;
}

interface CountProps {
  identities: readonly Identity[];
  found: readonly Identity[];
  /** Whether no more are on their way. */
  isComplete: boolean;
}

function Count({ identities, found, isComplete }: CountProps): ReactNode {
  const say = useText();
  const navigate = route.useNavigate();
  const { status } = route.useSearch();
  const attention = identities.filter((identity) => troublesOf(identity).length > 0).length;
  return (
    <Group gap="md" justify="space-between">
      <Text role="status" size="sm" c="dimmed">
        {isComplete
          ? say('identities.count', { found: found.length, all: identities.length })
          : say('identities.count.loading', { all: identities.length })}
      </Text>
      {attention > 0 && status !== 'ATTENTION' && (
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => void navigate({ search: { status: 'ATTENTION' }, replace: true })}
        >
          {say('identities.attention', { count: attention })}
        </Anchor>
      )}
    </Group>
  );
}

function NothingFound(): ReactNode {
  const say = useText();
  const navigate = route.useNavigate();
  return (
    <Empty icon={SearchX} title={say('identities.none')}>
      <Say
        id="identities.none.hint"
        values={{
          link: (words) => (
            <Anchor
              component="button"
              type="button"
              underline="always"
              onClick={() => void navigate({ search: {}, replace: true })}
            >
              {words}
            </Anchor>
          ),
        }}
      />
    </Empty>
  );
}
