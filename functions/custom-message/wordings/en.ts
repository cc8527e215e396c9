import type { Wording } from './wording.ts';

export const english: Wording = {
  occasions: {
    confirmation: {
      subject: 'Confirm your e-mail address',
      opening: 'Enter this code to confirm your e-mail address: your Sonde account is ready from then on.',
      validFor: '24 hours',
    },
    recovery: {
      subject: 'Choose a new password',
      opening: 'Enter this code to choose a new password for your Sonde account.',
      validFor: '1 hour',
    },
    verification: {
      subject: 'Confirm your new e-mail address',
      opening:
        'Enter this code to confirm that this e-mail address is yours. Until then, your Sonde account keeps the one that it has.',
      validFor: '24 hours',
    },
    signIn: {
      subject: 'Your sign-in code',
      opening: 'Enter this code to sign in to Sonde.',
      validFor: 'a few minutes',
    },
    account: {
      subject: 'Your account',
      opening:
        'An administrator has made a Sonde account for you. Sign in with this temporary password; you then choose one of your own.',
      validFor: '7 days',
    },
  },
  heading: (code) => `Your code: ${code}`,
  passwordHeading: (password) => `Your temporary password: ${password}`,
  factsHeading: 'Details',
  username: 'User name',
  validity: 'Valid for',
  notes: [
    'Please do not pass it on: nobody at Sonde will ever ask you for it.',
    'If you have not asked for this message, you need do nothing.',
  ],
};
