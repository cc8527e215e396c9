import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

/** A password, which can be shown by keyboard too. */
export function PasswordField(props: PasswordInputProps): ReactNode {
  const say = useText();
  return (
    <PasswordInput
      required
      visibilityToggleButtonProps={{ 'aria-label': say('session.showPassword'), tabIndex: 0 }}
      {...props}
    />
  );
}
