import type { AuthenticatorProps } from '@aws-amplify/ui-react';
import { I18n } from 'aws-amplify/utils';

type FormFields = NonNullable<AuthenticatorProps['formFields']>;
type Field = NonNullable<FormFields['signIn']>[string];

/** Labels are looked up at each drawing; the field's other texts are handed through, so that they have to look themselves up. */
const passwordField = {
  isRequired: true,
  placeholder: '',
  get showPasswordButtonLabel() {
    return String(I18n.get('Show password'));
  },
  get passwordIsShownLabel() {
    return String(I18n.get('Password is shown'));
  },
  get passwordIsHiddenLabel() {
    return String(I18n.get('Password is hidden'));
  },
};

/** A copy that still looks its texts up. */
function password(own: Field): Field {
  return Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(passwordField), ...Object.getOwnPropertyDescriptors(own) },
  );
}

const code = (label: string): Field => ({
  label,
  placeholder: '',
  isRequired: true,
  autocomplete: 'one-time-code',
  ...{ inputMode: 'numeric' },
});
const email: Field = { label: 'Email', placeholder: '', isRequired: true, autocomplete: 'username' };
const chosen = () => password({ label: 'New Password', autocomplete: 'new-password', order: 3 });
const repeated = () => password({ label: 'Confirm Password', autocomplete: 'new-password', order: 4 });

/** What is asked for on each of the Authenticator's pages. Labels are the English texts that its vocabulary is known by. */
export const formFields = (): FormFields => ({
  signIn: { username: email, password: password({ label: 'Password', autocomplete: 'current-password' }) },
  signUp: {
    name: { label: 'Name', placeholder: '', isRequired: true, autocomplete: 'name', order: 1 },
    email: { ...email, order: 2 },
    password: chosen(),
    confirm_password: repeated(),
  },
  confirmSignUp: { confirmation_code: code('Confirmation Code') },
  confirmSignIn: { confirmation_code: code('Code') },
  setupTotp: { QR: { totpIssuer: 'Sonde' }, confirmation_code: code('Code') },
  forgotPassword: { username: email },
  confirmResetPassword: {
    confirmation_code: { ...code('Confirmation Code'), order: 1 },
    password: chosen(),
    confirm_password: repeated(),
  },
  forceNewPassword: { password: chosen(), confirm_password: repeated() },
});
