import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Page } from '../ui/page.tsx';

export function DetailsTab(): ReactNode {
  const say = useText();
  return <Page title={say('shell.devices')}>{null}</Page>;
}
