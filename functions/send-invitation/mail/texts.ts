import { NBSP } from '../../shared/mail/languages.ts';

/** What the mail of an invitation says in one language. What is given to the functions is formatted already. */
interface InvitationTexts {
  subject: (organization: string) => string;
  heading: string;
  opening: (organization: string) => string;
  /** What who has not signed up yet is to do. */
  newcomer: (email: string) => string;
  /** What who belongs to another organization is to do. */
  member: string;
  link: string;
  until: (time: string) => string;
  /** What who did not expect it is to do. */
  unexpected: string;
  factsHeading: string;
  labels: Record<'organization' | 'name' | 'email' | 'role' | 'until', string>;
  roles: Record<'ADMINISTRATOR' | 'OPERATOR' | 'VIEWER', string>;
}

/** By the locale of an identity. */
export const invitationTexts: Record<'en' | 'fr', InvitationTexts> = {
  en: {
    subject: (organization) => `Invitation – ${organization}`,
    heading: 'You are invited',
    opening: (organization) => `${organization} invites you to its sensors and their readings.`,
    newcomer: (email) =>
      `To accept, sign up with this very address, ${email}, confirm it by the code that is mailed to you, and sign in: your first sign-in accepts the invitation.`,
    member:
      'If you belong to another organization here already, sign in as usual, accept the invitation there, and change over to this organization whenever you like.',
    link: 'Sign up or sign in',
    until: (time) => `The invitation is good until ${time} (UTC).`,
    unexpected: 'If you do not know who invites you, please ignore this message: nothing happens then.',
    factsHeading: 'About this invitation',
    labels: {
      organization: 'Organization',
      name: 'For',
      email: 'E-mail address',
      role: 'Role',
      until: 'Good until',
    },
    roles: {
      ADMINISTRATOR: 'Administrator – manages people, devices and the organization',
      OPERATOR: 'Operator – manages devices and exports',
      VIEWER: 'Viewer – reads',
    },
  },
  fr: {
    subject: (organization) => `Invitation – ${organization}`,
    heading: 'Une invitation pour vous',
    opening: (organization) =>
      `L’organisation «${NBSP}${organization}${NBSP}» vous invite à consulter ses capteurs et leurs mesures.`,
    newcomer: (email) =>
      `Pour accepter, inscrivez-vous avec cette même adresse, ${email}, confirmez-la à l’aide du code qui vous sera envoyé, puis connectez-vous${NBSP}: votre première connexion vaut acceptation.`,
    member:
      'Si vous appartenez déjà à une autre organisation ici, connectez-vous comme d’habitude, acceptez-y l’invitation, puis passez à cette organisation quand vous le souhaitez.',
    link: 'S’inscrire ou se connecter',
    until: (time) => `L’invitation est valable jusqu’au ${time} (UTC).`,
    unexpected: `Si vous ne savez pas qui vous invite, merci d’ignorer ce message${NBSP}: il ne se passera rien.`,
    factsHeading: 'À propos de cette invitation',
    labels: {
      organization: 'Organisation',
      name: 'Pour',
      email: 'Adresse e-mail',
      role: 'Rôle',
      until: 'Valable jusqu’au',
    },
    roles: {
      ADMINISTRATOR: 'Administration – gère les personnes, les appareils et l’organisation',
      OPERATOR: 'Exploitation – gère les appareils et les exports',
      VIEWER: 'Consultation – lecture seule',
    },
  },
};
