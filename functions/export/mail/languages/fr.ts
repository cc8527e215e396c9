import { mailLanguages, NBSP } from '../../../shared/mail/languages.ts';
import type { Language } from './language.ts';

export const french: Language = {
  ...mailLanguages.fr,
  ready: {
    subject: (organization, size) => `Export prêt (${size}) – ${organization}`,
    heading: 'L’export est prêt',
    opening: (organization) =>
      `L’export des mesures de l’organisation «${NBSP}${organization}${NBSP}» est prêt à être téléchargé.`,
  },
  empty: {
    subject: (organization) => `Export vide${NBSP}: aucune mesure trouvée – ${organization}`,
    heading: 'L’export est vide',
    opening: (organization) =>
      `L’export des mesures de l’organisation «${NBSP}${organization}${NBSP}» a bien été réalisé, mais aucune mesure ne correspond à la demande. Veuillez vérifier les appareils, les métriques et la période ci-dessous.`,
  },
  failed: {
    subject: (organization) => `Échec de l’export – ${organization}`,
    heading: 'L’export a échoué',
    opening: (organization) =>
      `L’export des mesures de l’organisation «${NBSP}${organization}${NBSP}» n’a pas pu être réalisé.`,
  },
  headerOnly: 'Le fichier ne contient que son en-tête.',
  download: (name, about) => `Télécharger ${name} (${about})`,
  moreFiles: (count, exportId) =>
    `Il y a plus de fichiers que ce message n’en énumère${NBSP}: ${count} n’y figurent pas. Les personnes autorisées à consulter les exports trouvent les liens de tous les fichiers dans l’export ${exportId}${NBSP}: dans l’API, par la requête «${NBSP}export${NBSP}», champ «${NBSP}files${NBSP}».`,
  linkNotes: (count, expiresAt) =>
    count === 1
      ? [
          `Le lien est valable jusqu’au ${expiresAt} (UTC).`,
          `Il est personnel et fonctionne sans connexion${NBSP}: merci de ne pas le transmettre.`,
        ]
      : [
          `Les liens sont valables jusqu’au ${expiresAt} (UTC).`,
          `Ils sont personnels et fonctionnent sans connexion${NBSP}: merci de ne pas les transmettre.`,
        ],
  serviceMessage: (message) => `Message du service, en anglais${NBSP}: «${NBSP}${message}${NBSP}»`,
  errors: {
    ValidationError: {
      kind: 'La demande ne peut pas être exportée telle quelle.',
      advice: 'Veuillez la modifier comme le message l’indique, puis la soumettre à nouveau.',
    },
    NotFoundError: {
      kind: 'Un élément nécessaire à l’export n’existe plus.',
      advice: 'Veuillez vérifier les appareils, puis refaire la demande.',
    },
    ConflictError: {
      kind: 'Un changement est intervenu pendant l’export.',
      advice: 'Veuillez refaire la demande.',
    },
    Unauthorized: {
      kind: 'L’export n’était pas autorisé.',
      advice: 'Veuillez vous adresser à un administrateur de votre organisation.',
    },
    LimitExceededError: {
      kind: 'La demande dépasse ce qu’un export peut contenir.',
      advice: 'Veuillez demander une période plus courte, moins d’appareils ou moins de métriques.',
    },
    TimeoutError: {
      kind: 'L’export a pris trop de temps.',
      advice: 'Veuillez demander une période plus courte, moins d’appareils ou moins de métriques.',
    },
    InternalError: {
      kind: 'Une erreur s’est produite de notre côté.',
      advice:
        'Veuillez refaire la demande. Si elle échoue de nouveau, signalez-le aux responsables de ce service en indiquant l’identifiant de l’export ci-dessous.',
    },
  },
  factsHeading: 'À propos de cet export',
  labels: {
    organization: 'Organisation',
    devices: 'Appareils',
    metrics: 'Métriques',
    period: 'Période',
    values: 'Valeurs',
    format: 'Format',
    layout: 'Disposition',
    rows: 'Lignes',
    size: 'Taille',
    requestedBy: 'Demandé par',
    exportId: 'Identifiant de l’export',
  },
  allDevices: 'Tous les appareils',
  allMetrics: 'Toutes les métriques',
  others: (formatted, count) => `${formatted}${NBSP}${count === 1 ? 'autre' : 'autres'}`,
  period: (from, to) => `Du ${from} au ${to} (UTC), fin exclue`,
  eachReading: 'Toutes les mesures',
  windows: (statistics, duration) => `Par fenêtre de ${duration} (UTC)${NBSP}: ${statistics}`,
  statistics: {
    AVG: 'moyenne',
    MIN: 'minimum',
    MAX: 'maximum',
    SUM: 'somme',
    COUNT: 'nombre de mesures',
    FIRST: 'première valeur',
    LAST: 'dernière valeur',
    STDDEV: 'écart type',
    P50: 'médiane (approximative)',
    P90: '90e centile (approximatif)',
    P95: '95e centile (approximatif)',
    P99: '99e centile (approximatif)',
  },
  formats: { CSV: 'CSV, compressé avec gzip', PARQUET: 'Apache Parquet' },
  layouts: {
    LONG: { readings: 'Une ligne par mesure', windows: 'Une ligne par fenêtre, appareil et métrique' },
    WIDE: {
      readings: 'Une ligne par instant et appareil, une colonne par métrique',
      windows: 'Une ligne par fenêtre et appareil, une colonne par métrique et statistique',
    },
  },
  rows: { one: 'ligne', other: 'lignes' },
};
