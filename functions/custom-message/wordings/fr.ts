import { NBSP } from '../../shared/mail/languages.ts';
import type { Wording } from './wording.ts';

export const french: Wording = {
  occasions: {
    confirmation: {
      subject: 'Confirmez votre adresse e-mail',
      opening: `Saisissez ce code pour confirmer votre adresse e-mail${NBSP}: votre compte Sonde sera alors prêt.`,
      validFor: `24${NBSP}heures`,
    },
    recovery: {
      subject: 'Choisissez un nouveau mot de passe',
      opening: 'Saisissez ce code pour choisir un nouveau mot de passe pour votre compte Sonde.',
      validFor: `1${NBSP}heure`,
    },
    verification: {
      subject: 'Confirmez votre nouvelle adresse e-mail',
      opening:
        'Saisissez ce code pour confirmer que cette adresse e-mail est la vôtre. D’ici là, votre compte Sonde garde celle qu’il a.',
      validFor: `24${NBSP}heures`,
    },
    signIn: {
      subject: 'Votre code de connexion',
      opening: 'Saisissez ce code pour vous connecter à Sonde.',
      validFor: 'quelques minutes',
    },
    account: {
      subject: 'Votre compte',
      opening: `Un administrateur a créé un compte Sonde pour vous. Connectez-vous avec ce mot de passe provisoire${NBSP}; vous choisirez ensuite le vôtre.`,
      validFor: `7${NBSP}jours`,
    },
  },
  heading: (code) => `Votre code${NBSP}: ${code}`,
  passwordHeading: (password) => `Votre mot de passe provisoire${NBSP}: ${password}`,
  factsHeading: 'Détails',
  username: 'Nom d’utilisateur',
  validity: 'Valable',
  notes: [
    `Merci de ne pas le transmettre${NBSP}: personne chez Sonde ne vous le demandera jamais.`,
    'Si vous n’avez pas demandé ce message, vous n’avez rien à faire.',
  ],
};
