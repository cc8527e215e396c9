import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FileSpreadsheet, Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { DeviceImportsDocument } from '../api/generated/documents.ts';
import { pagesOf } from '../api/query.ts';
import { useText } from '../i18n/text.tsx';
import { ForRole } from '../session/for-role.tsx';
import { Empty } from '../ui/empty.tsx';
import { ButtonLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Paged } from '../ui/paged.tsx';
import { ImportList } from './import-list.tsx';
import { pauseFor } from './standing.ts';

export function ImportsPage(): ReactNode {
  return (
    <ForRole role="OPERATOR">
      <Imports />
    </ForRole>
  );
}

function Imports(): ReactNode {
  const say = useText();
  const query = useInfiniteQuery({
    ...pagesOf(DeviceImportsDocument, {}, ({ deviceImports }) => deviceImports.nextToken),
    // Others make some, too.
    refetchOnMount: 'always',
    refetchInterval: ({ state }) =>
      pauseFor(state.data?.pages.flatMap(({ deviceImports }) => deviceImports.items) ?? [], Date.now()),
  });
  const { data } = query;
  const items = data?.pages.flatMap(({ deviceImports }) => deviceImports.items) ?? [];
  const isEmpty = data !== undefined && items.length === 0;
  const begin = (
    <ButtonLink to="/imports/new" leftSection={<Upload size={16} aria-hidden />}>
      {say('imports.new')}
    </ButtonLink>
  );
  return (
    <Page title={say('shell.imports')} description={say('imports.about')} actions={isEmpty ? undefined : begin}>
      <Paged
        query={query}
        isEmpty={isEmpty}
        empty={
          <Empty icon={FileSpreadsheet} title={say('imports.none')}>
            <Text mb="md">{say('imports.none.hint')}</Text>
            {begin}
          </Empty>
        }
      >
        <ImportList items={items} />
      </Paged>
    </Page>
  );
}
