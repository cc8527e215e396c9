import { randomBytes } from 'node:crypto';
import type { FunctionsArtifact } from '../../build/artifacts.ts';
import type { Principal, PrincipalStore } from '../shared/ports.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { physicalName } from './names.ts';

export interface Principals extends PrincipalStore {
  /** The principal of a function, by its logical name. */
  ofFunction(name: string): Principal;
}

/** One principal a function, as its execution role is on AWS. The keys are new at every start: nothing keeps them. */
export function createPrincipals(functions: FunctionsArtifact): Principals {
  const byFunction = new Map(
    Object.entries(functions).map(([name, artifact]) => [name, principal(name, artifact.graphqlFields)]),
  );
  const byKey = new Map([...byFunction.values()].map((each) => [each.accessKeyId, each]));
  return {
    find: (accessKeyId) => byKey.get(accessKeyId),
    ofFunction(name) {
      const found = byFunction.get(name);
      if (!found)
        throw new Error(`There is no function ${name}: dist/functions.json has ${[...byFunction.keys()].join(', ')}`);
      return found;
    },
  };
}

function principal(name: string, graphqlFields: readonly string[]): Principal {
  const role = physicalName(name);
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    arn: `arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/${role}/${role}`,
    allows: (action, resource) =>
      action === 'appsync:GraphQL' &&
      graphqlFields.some((field) => resource.endsWith(`/types/${field.replace('.', '/fields/')}`)),
  };
}
