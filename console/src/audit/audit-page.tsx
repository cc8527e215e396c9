import { Button, Group, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { History, SearchX } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { AUDIT_DAYS } from '../../../schema/limits.ts';
import { useDevices } from '../exports/directory.ts';
import { Say, useText } from '../i18n/text.tsx';
import { Time } from '../i18n/time.tsx';
import { useAllIdentities } from '../identities/use-identities.ts';
import { ForRole } from '../session/for-role.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failure } from '../ui/failure.tsx';
import { Page } from '../ui/page.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { EventList } from './event-list.tsx';
import { Filters, isOutOfOrder } from './filters.tsx';
import { namesOf } from './names.ts';
import type { AuditSearch } from './search.ts';
import type { Names } from './target.tsx';
import { useTrail } from './use-trail.ts';

export function AuditPage(): ReactNode {
  return (
    <ForRole role="ADMINISTRATOR">
      <Audit />
    </ForRole>
  );
}

function Audit(): ReactNode {
  const say = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/audit' });
  return (
    <Page title={say('shell.audit')} description={say('audit.about', { days: AUDIT_DAYS })}>
      <Filters
        search={search}
        onChange={(next) => {
          void navigate({ to: '/audit', search: next, replace: true, resetScroll: false });
        }}
      />
      <Trail search={search} />
    </Page>
  );
}

function Trail({ search }: { search: AuditSearch }): ReactNode {
  const say = useText();
  const isPossible = !isOutOfOrder(search);
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage } = useTrail(search, isPossible);
  const events = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const names = useNames();
  if (!isPossible) return null;
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      {events.length > 0 && <EventList events={events} names={names} />}
      {!data && isFetching && <Waiting rows={5} height={44} />}
      {error && <Failure error={error} onRetry={() => void (data ? fetchNextPage() : refetch())} />}
      {data && events.length === 0 && !hasNextPage && (
        <Empty icon={isFiltered ? SearchX : History} title={say(isFiltered ? 'audit.none.found' : 'audit.none')}>
          <Text>{say(isFiltered ? 'audit.none.found.hint' : 'audit.none.hint')}</Text>
        </Empty>
      )}
      {data && (events.length > 0 || hasNextPage) && (
        <Group justify="space-between">
          <HowFar since={data.pages.at(-1)?.since ?? null} isAll={!hasNextPage} />
          {hasNextPage && (
            <Button variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
              {say(events.length > 0 ? 'ui.loadMore' : 'audit.goOn')}
            </Button>
          )}
        </Group>
      )}
    </>
  );
}

/** How far back it has been looked, so that nobody takes what was not looked at for what is not there. */
function HowFar({ since, isAll }: { since: string | null; isAll: boolean }): ReactNode {
  const say = useText();
  return (
    <Text size="sm" c="dimmed" component="div" role="status">
      {isAll || since === null ? say('audit.all') : <Say id="audit.since" values={{ time: <Time time={since} /> }} />}
    </Text>
  );
}

/** What devices, people and services are called now. */
function useNames(): Names {
  const { items, isAll, asOf } = useDevices();
  const device = useMemo(() => namesOf({ items, isAll, asOf }), [items, isAll, asOf]);
  const { identities, isComplete, asOf: people } = useAllIdentities();
  const identity = useMemo(
    () => namesOf({ items: identities ?? [], isAll: isComplete, asOf: people }),
    [identities, isComplete, people],
  );
  return { device, identity };
}
