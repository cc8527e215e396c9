/** What a person reads who gets no file. Nobody knows their language here, so that it is in both. */
const MESSAGES = {
  notFound: {
    en: [
      'This link leads to no file',
      'It may have expired, been withdrawn, or be incomplete. Ask the person who sent the export for a new one.',
    ],
    fr: [
      'Ce lien ne mène à aucun fichier',
      'Il a peut-être expiré, a pu être révoqué, ou est incomplet. Demandez un nouvel export à la personne qui vous l’a envoyé.',
    ],
  },
  unavailable: {
    en: ['The download is not available right now', 'Please try the same link again in a minute.'],
    fr: ['Le téléchargement est momentanément indisponible', 'Veuillez réessayer avec le même lien dans une minute.'],
  },
} as const;

type Message = keyof typeof MESSAGES;

export function text(message: Message): string {
  const { en, fr } = MESSAGES[message];
  return [...en, '', ...fr, ''].join('\n');
}

export function page(message: Message): string {
  const { en, fr } = MESSAGES[message];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${en[0]}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}h1,h2{font-size:1.25rem}</style>
</head>
<body>
<main>
<h1>${en[0]}</h1>
<p>${en[1]}</p>
<section lang="fr">
<h2>${fr[0]}</h2>
<p>${fr[1]}</p>
</section>
</main>
</body>
</html>
`;
}
