import * as v from 'valibot';
import type { Lane } from '../lane.ts';
import { versionOf } from './devices.ts';

const Organization = v.object({ id: v.string(), name: v.string(), version: v.number() });
const Me = v.object({ identity: v.object({ id: v.string(), role: v.string() }), organization: Organization });

export async function me(lane: Lane): Promise<void> {
  const client = lane.client();
  const answer = await lane.ask(client, 'Query.me', {});
  if (!answer) return;
  const { identity, organization } = v.parse(Me, answer.value);
  lane.expect(identity.id === client.identity.id && identity.role === client.identity.role, 'the caller');
  expectOrganization(lane, organization);
}

export async function organization(lane: Lane): Promise<void> {
  const answer = await lane.ask(lane.client(), 'Query.organization', {});
  if (answer) expectOrganization(lane, answer.value);
}

export async function updateOrganization(lane: Lane): Promise<void> {
  const { model } = lane;
  const name = `${model.marks.nameWord} ${lane.random.letters(3)}`;
  const expectedVersion = versionOf(lane, model);
  const answer = await lane.ask(lane.client(), 'Mutation.updateOrganization', { input: { name, expectedVersion } });
  if (!answer) return;
  if (expectedVersion !== model.version) {
    lane.expectError(answer, 'ConflictError');
    return;
  }
  model.name = name;
  model.version += 1;
  expectOrganization(lane, answer.value);
}

function expectOrganization(lane: Lane, value: unknown): void {
  const { id, name, version } = v.parse(Organization, value);
  const { model } = lane;
  lane.expect(id === model.id && name === model.name && version === model.version, 'the organization as it is');
}
