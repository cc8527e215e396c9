import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, Plus } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { ExportListDocument } from '../api/generated/documents.ts';
import { pagesOf } from '../api/query.ts';
import { useText } from '../i18n/text.tsx';
import { ForRole } from '../session/for-role.tsx';
import { Empty } from '../ui/empty.tsx';
import { ButtonLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Paged } from '../ui/paged.tsx';
import { ExportList } from './export-list.tsx';
import { useToldExports } from './live.ts';
import { newest } from './newest.ts';

/** How many are fetched at once. */
const PAGE = 25;

export function ExportsPage(): ReactNode {
  return (
    <ForRole role="OPERATOR">
      <Exports />
    </ForRole>
  );
}

function Exports(): ReactNode {
  const say = useText();
  const query = useInfiniteQuery(pagesOf(ExportListDocument, { first: PAGE }, ({ exports }) => exports.nextToken));
  const { data } = query;
  const listed = useMemo(() => data?.pages.flatMap(({ exports }) => exports.items) ?? [], [data]);
  const told = useToldExports((id) => listed.some((each) => each.id === id));
  const items = listed.map((item) => newest(item, told));
  const isEmpty = data !== undefined && items.length === 0;
  const begin = (
    <ButtonLink to="/exports/new" leftSection={<Plus size={16} aria-hidden />}>
      {say('exports.new')}
    </ButtonLink>
  );
  return (
    <Page title={say('shell.exports')} description={say('exports.about')} actions={isEmpty ? undefined : begin}>
      <Paged
        query={query}
        isEmpty={isEmpty}
        empty={
          <Empty icon={Download} title={say('exports.none')}>
            <Text mb="md">{say('exports.none.hint')}</Text>
            {begin}
          </Empty>
        }
      >
        <ExportList items={items} />
      </Paged>
    </Page>
  );
}
