import { Code, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { WhoIsDocument } from '../api/generated/documents.ts';
import { queryOf } from '../api/query.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';

/**
 * Whose id it is: oneself, and for administrators anybody's name. To others the API does not say who an identity is, so that they see the end of its id,
 * by which they can tell one from another.
 */
export function Who({ id }: { id: string }): ReactNode {
  const say = useText();
  const { identity, may } = useSession();
  const isSelf = id === identity.id;
  const { data } = useQuery({
    ...queryOf(WhoIsDocument, { id }),
    enabled: !isSelf && may('ADMINISTRATOR'),
    staleTime: Infinity,
  });
  if (isSelf) return <Text span>{say('ui.you')}</Text>;
  const name = data?.identity?.name;
  return name === undefined ? <Code title={id}>…{id.slice(-6)}</Code> : <Text span>{name}</Text>;
}
