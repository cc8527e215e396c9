import { accessToken, configure, signInAs, type Outputs } from '../../../examples/client.ts';

/** What the page is told by `/graphiql/config.json`. */
export interface Config {
  outputs: Outputs;
  /** Who can be chosen without a password of their own. */
  people: readonly { name: string; email: string }[];
  password: string;
}

const LAST = 'sonde-graphiql-email';

export async function readConfig(): Promise<Config> {
  const response = await fetch('/graphiql/config.json');
  const config = (await response.json()) as Config;
  configure(config.outputs);
  return config;
}

/** Signs in whoever was chosen the last time, or the first of the demo. @returns who it is */
export async function resume({ people, password }: Config): Promise<string> {
  const last = localStorage.getItem(LAST);
  const person = people.find(({ email }) => email === last);
  if (last !== null && !person && (await isSignedIn())) return last;
  return enter(person?.email ?? people[0]?.email ?? '', password);
}

/** @returns who is signed in now */
export async function enter(email: string, password: string): Promise<string> {
  await signInAs(email, password);
  localStorage.setItem(LAST, email);
  return email;
}

async function isSignedIn(): Promise<boolean> {
  return accessToken().then(
    () => true,
    () => false,
  );
}
