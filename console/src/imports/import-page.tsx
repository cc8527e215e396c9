import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { DeviceImportDocument, DeviceListDocument } from '../api/generated/documents.ts';
import { isApiError } from '../api/errors.ts';
import { nameOf, queryOf } from '../api/query.ts';
import { useFormats } from '../i18n/formats.tsx';
import { useText } from '../i18n/text.tsx';
import { ForRole } from '../session/for-role.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failure } from '../ui/failure.tsx';
import { BackLink, ButtonLink } from '../ui/link.tsx';
import { Page, useTitle } from '../ui/page.tsx';
import { ImportActions } from './import-actions.tsx';
import { ImportFacts } from './import-facts.tsx';
import { ImportFiles } from './import-files.tsx';
import { Outcome } from './outcome.tsx';
import { hasEnded, isOpen, pauseFor, type Import } from './standing.ts';

export function ImportPage(): ReactNode {
  const { importId } = useParams({ from: '/imports/$importId' });
  return (
    <ForRole role="OPERATOR">
      <OneImport key={importId} id={importId} />
    </ForRole>
  );
}

function OneImport({ id }: { id: string }): ReactNode {
  const say = useText();
  const { data, error, refetch } = useQuery({
    ...queryOf(DeviceImportDocument, { id }),
    refetchOnMount: 'always',
    refetchInterval: ({ state }) => pauseFor(state.data?.deviceImport ? [state.data.deviceImport] : [], Date.now()),
  });
  const found = data?.deviceImport;
  useForgottenDevices(found);
  return (
    <Stack gap="sm">
      <BackLink to="/imports">{say('imports.toAll')}</BackLink>
      {found && <Details item={found} onChange={() => refetch()} />}
      {!found && (isApiError(error, 'NotFoundError') || found === null) && <Gone />}
      {!found && found !== null && !isApiError(error, 'NotFoundError') && (
        <Page title={say('imports.one')}>
          {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton height={240} />}
        </Page>
      )}
      {found && error && <Failure error={error} onRetry={() => void refetch()} />}
    </Stack>
  );
}

/** Lists of devices that were asked for before the import made more are out of date. */
function useForgottenDevices(item: Import | null | undefined): void {
  const client = useQueryClient();
  const hasMade = item !== null && item !== undefined && hasEnded(item) && item.succeeded > 0;
  useEffect(() => {
    if (hasMade) void client.invalidateQueries({ queryKey: [nameOf(DeviceListDocument)] });
  }, [client, hasMade]);
}

function Gone(): ReactNode {
  const say = useText();
  useTitle(say('imports.gone'));
  return (
    <Empty isPage icon={SearchX} title={say('imports.gone')}>
      <Text mb="md">{say('imports.gone.hint')}</Text>
      <ButtonLink to="/imports">{say('imports.toAll')}</ButtonLink>
    </Empty>
  );
}

function Details({ item, onChange }: { item: Import; onChange: () => Promise<unknown> }): ReactNode {
  const say = useText();
  const { dateTime } = useFormats();
  return (
    <Page
      title={say('imports.titleOf', { time: dateTime(item.createdAt) })}
      actions={isOpen(item) ? <ImportActions item={item} onChange={onChange} /> : undefined}
    >
      <Outcome item={item} />
      <ImportFiles item={item} />
      <ImportFacts item={item} />
    </Page>
  );
}
