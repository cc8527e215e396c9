/** All that a mail of the user pool says in one language, beside what every mail of Sonde says. */
export interface Wording {
  occasions: Record<'confirmation' | 'recovery' | 'verification' | 'signIn' | 'account', Occasion>;
  /** What the code is, as a heading. */
  heading: (code: string) => string;
  passwordHeading: (password: string) => string;
  factsHeading: string;
  username: string;
  validity: string;
  /** Not to pass it on, and what to do who has not asked for it. */
  notes: readonly string[];
}

interface Occasion {
  subject: string;
  opening: string;
  /** For how long the code holds: that of Cognito, and of the pool's settings. */
  validFor: string;
}
