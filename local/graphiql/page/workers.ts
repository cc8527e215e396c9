/** Where Monaco's workers are, by the label that it asks for one by. */
const WORKERS: Readonly<Record<string, string>> = { json: 'json.worker', graphql: 'graphql.worker' };

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) => new Worker(`/graphiql/assets/${WORKERS[label] ?? 'editor.worker'}.js`),
  },
});
