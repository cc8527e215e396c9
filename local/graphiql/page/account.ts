import { createElement as h, useState, type Node } from 'react';
import type { Config } from './session.ts';

interface AccountProps {
  config: Config;
  /** Who is signed in. */
  email: string;
  /** What went wrong the last time. */
  problem: string;
  onEnter: (email: string, password: string) => void;
}

const OTHER = 'other';

/** The bar that says who is signed in, and lets somebody else sign in. */
export function Account({ config, email, problem, onEnter }: AccountProps): Node {
  const { people, password } = config;
  const isOfDemo = people.some((person) => person.email === email);
  const [isOther, setOther] = useState(!isOfDemo && email !== '');
  const options = people.map((person) => h('option', { key: person.email, value: person.email }, person.email));
  const choose = ({ target: { value } }: { target: { value: string } }): void => {
    setOther(value === OTHER);
    if (value !== OTHER) onEnter(value, password);
  };
  return h(
    'header',
    null,
    h('a', { href: '/', className: 'home' }, 'Sonde'),
    h(
      'label',
      null,
      'Signed in as ',
      h(
        'select',
        { id: 'person', value: isOther ? OTHER : email, onChange: choose },
        ...options,
        h('option', { value: OTHER }, isOther && email !== '' && !isOfDemo ? email : 'somebody else …'),
      ),
    ),
    isOther ? h(SignInForm, { onEnter }) : null,
    h('span', { id: 'problem', role: 'alert' }, problem),
  );
}

interface SignInEvent {
  preventDefault(): void;
  currentTarget: unknown;
}
declare const FormData: new (form: unknown) => { get(name: string): unknown };

function SignInForm({ onEnter }: Pick<AccountProps, 'onEnter'>): Node {
  const submit = (event: SignInEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onEnter(String(form.get('email')), String(form.get('password')));
  };
  return h(
    'form',
    { onSubmit: submit },
    h('input', { name: 'email', type: 'email', required: true, placeholder: 'E-mail', autoComplete: 'username' }),
    h('input', {
      name: 'password',
      type: 'password',
      required: true,
      placeholder: 'Password',
      autoComplete: 'current-password',
    }),
    h('button', null, 'Sign in'),
  );
}
