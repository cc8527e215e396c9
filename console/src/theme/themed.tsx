import { createTheme, MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

/** Everything below it looks like the console: light, dark, or as the system is, by what was chosen in this browser. */
export function Themed({ children }: { children: ReactNode }): ReactNode {
  const say = useText();
  // What Mantine draws of its own accord has to be told its name in the reader's language.
  const spoken = useMemo(() => {
    const closeButtonProps = { 'aria-label': say('ui.close') };
    return mergeThemeOverrides(
      theme,
      createTheme({ components: { Notification: { defaultProps: { closeButtonProps } } } }),
    );
  }, [say]);
  return (
    <MantineProvider theme={spoken} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
