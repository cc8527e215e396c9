import { configure, request, signInAs, type Outputs } from '../client.ts';
import {
  CreateServiceDocument,
  IdentitiesDocument,
  RotateServiceSecretDocument,
  type IdentitiesQuery,
  type IdentityFieldsFragment,
} from '../generated/documents.ts';

const NAME = 'Example server';

/**
 * The service of this example in the demo organization, made by its administrator where there is none, with a new secret at each start: nobody could read
 * the one before. At AWS an administrator makes a service once, and the server is given its secret by whatever keeps secrets there.
 */
export async function demoService(outputs: Outputs): Promise<{ username: string; secret: string }> {
  configure(outputs);
  await signInAs('administrator@demo.example', 'Sonde-demo-1');
  const service = await find();
  if (!service) {
    const { createService } = await request(CreateServiceDocument, { input: { name: NAME, role: 'VIEWER' } });
    return createService;
  }
  const input = { id: service.id, expectedVersion: service.version };
  const { rotateServiceSecret } = await request(RotateServiceSecretDocument, { input });
  return rotateServiceSecret;
}

async function find(): Promise<IdentityFieldsFragment | undefined> {
  let nextToken: string | null = null;
  do {
    const { identities }: IdentitiesQuery = await request(IdentitiesDocument, { first: 100, nextToken });
    const service = identities.items.find(({ kind, name }) => kind === 'SERVICE' && name === NAME);
    if (service) return service;
    nextToken = identities.nextToken;
  } while (nextToken !== null);
  return undefined;
}
