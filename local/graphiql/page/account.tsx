import { useState, type ChangeEvent, type ReactNode, type SubmitEvent } from 'react';
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
export function Account({ config: { people, password }, email, problem, onEnter }: AccountProps): ReactNode {
  const isOfDemo = people.some((person) => person.email === email);
  const [isOther, setOther] = useState(!isOfDemo && email !== '');
  const choose = ({ target: { value } }: ChangeEvent<HTMLSelectElement>): void => {
    setOther(value === OTHER);
    if (value !== OTHER) onEnter(value, password);
  };
  return (
    <header>
      <a href="/" className="home">
        Sonde
      </a>
      <label>
        Signed in as{' '}
        <select id="person" value={isOther ? OTHER : email} onChange={choose}>
          {people.map((person) => (
            <option key={person.email} value={person.email}>
              {person.email}
            </option>
          ))}
          <option value={OTHER}>{isOther && email !== '' && !isOfDemo ? email : 'somebody else …'}</option>
        </select>
      </label>
      {isOther && <SignInForm onEnter={onEnter} />}
      <span id="problem" role="alert">
        {problem}
      </span>
    </header>
  );
}

function SignInForm({ onEnter }: Pick<AccountProps, 'onEnter'>): ReactNode {
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onEnter(textOf(form.get('email')), textOf(form.get('password')));
  };
  return (
    <form onSubmit={submit}>
      <input name="email" type="email" required placeholder="E-mail" autoComplete="username" />
      <input name="password" type="password" required placeholder="Password" autoComplete="current-password" />
      <button>Sign in</button>
    </form>
  );
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}
