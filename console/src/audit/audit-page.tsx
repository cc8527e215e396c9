import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Page } from '../ui/page.tsx';

export function AuditPage(): ReactNode {
  const say = useText();
  return <Page title={say('shell.audit')}>{null}</Page>;
}
