import { Code, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AuditEntryFragment } from '../api/generated/documents.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.tsx';
import { TextLink } from '../ui/link.tsx';
import { targetOf } from './actions.ts';
import { nameIn } from './details.ts';
import type { NameAt } from './names.ts';

/** What things are called now, by their kinds. */
export interface Names {
  device: NameAt;
  identity: NameAt;
}

/** What something was done to: a link, where it is still there. */
export function TargetOf({ event, names }: { event: AuditEntryFragment; names: Names }): ReactNode {
  const say = useText();
  const { organization } = useSession();
  const { targetId: id, targetType, details } = event;
  const target = targetOf(targetType);
  switch (target) {
    case 'Device': {
      const name = names.device(id, event);
      if (name === undefined) return <Gone name={nameIn(details)} id={id} />;
      return (
        <TextLink to="/devices/$deviceId/details" params={{ deviceId: id }} size="sm">
          {name ?? nameIn(details) ?? <Code>…{id.slice(-6)}</Code>}
        </TextLink>
      );
    }
    case 'Identity': {
      const name = names.identity(id, event);
      if (name === undefined) return <Gone name={nameIn(details)} id={id} />;
      return (
        <TextLink to="/identities/$identityId" params={{ identityId: id }} size="sm">
          {name ?? nameIn(details) ?? <Code>…{id.slice(-6)}</Code>}
        </TextLink>
      );
    }
    case 'Export':
      return (
        <TextLink to="/exports/$exportId" params={{ exportId: id }} size="sm">
          {say('audit.target.Export')} <Code>…{id.slice(-6)}</Code>
        </TextLink>
      );
    case 'DeviceImport':
      return (
        <TextLink to="/imports/$importId" params={{ importId: id }} size="sm">
          {say('audit.target.DeviceImport')} <Code>…{id.slice(-6)}</Code>
        </TextLink>
      );
    case 'Organization':
      return (
        <TextLink to="/organization" size="sm">
          {organization.name}
        </TextLink>
      );
    case undefined:
      return (
        <Text size="sm">
          {targetType} <Code>…{id.slice(-6)}</Code>
        </Text>
      );
  }
}

/** What has been deleted: its name, where the event tells it. */
function Gone({ name, id }: { name: string | undefined; id: string }): ReactNode {
  const say = useText();
  return (
    <Text size="sm" c="dimmed">
      {name ?? <Code title={id}>…{id.slice(-6)}</Code>} {say('audit.target.gone')}
    </Text>
  );
}
