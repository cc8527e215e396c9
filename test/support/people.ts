import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { DocumentNode } from 'graphql';
import { ulid } from 'ulid';
import { accessToken, configure, signInAs } from '../../examples/client.ts';
import { IdentityDocument, UpdateIdentityDocument } from '../../examples/generated/documents.ts';
import type { IdentityRow, MembershipRow, OrganizationRow } from '../../resolvers/shared/rows.ts';
import type { IdentityStatus, Role } from '../../schema/generated/types.ts';
import { ask, type Answer } from './graphql.ts';
import type { Sonde } from './sonde.ts';
import { putRow } from './tables.ts';

export const PASSWORD = 'correct horse battery';

/** Somebody who is signed in. */
export interface Member {
  readonly identityId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** The access token. */
  token: string;
  /** Asks as this person. */
  ask<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables> | DocumentNode | string,
    variables: Variables | object,
  ): Promise<Answer<Data>>;
  /** As `ask`, for what should work: rejects with the errors. */
  request<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly administrator: Member;
  readonly operator: Member;
  readonly viewer: Member;
}

/** Makes an organization with one person of each role, and signs each of them in, which binds them to their identities. */
export async function makeOrganization(sonde: Sonde, name: string): Promise<Organization> {
  const id = ulid();
  await putRow(sonde, 'organizations', { ...newRow(id), name, activeAdministrators: 0 } satisfies OrganizationRow);
  const join = (role: Role) => makeMember(sonde, id, role, `${role.toLowerCase()}@${name.toLowerCase()}.example`);
  return {
    id,
    name,
    administrator: await join('ADMINISTRATOR'),
    operator: await join('OPERATOR'),
    viewer: await join('VIEWER'),
  };
}

/** Makes a person of an organization, and signs them in. */
export async function makeMember(sonde: Sonde, organizationId: string, role: Role, email: string): Promise<Member> {
  const identityId = await invite(sonde, organizationId, role, email);
  await makeUser(sonde, email);
  return signedIn(sonde, { identityId, role, email });
}

/** Puts the rows that `createIdentity` writes. @returns the identity's id */
export async function invite(sonde: Sonde, organizationId: string, role: Role, email: string): Promise<string> {
  const id = ulid();
  await putRow(sonde, 'identities', {
    ...newRow(id),
    organizationId,
    kind: 'PERSON',
    name: nameOf(email),
    email,
    role,
    locale: 'en',
    status: 'INVITED',
  } satisfies IdentityRow);
  await putRow(sonde, 'memberships', { email, organizationId, identityId: id } satisfies MembershipRow);
  return id;
}

/** Suspends somebody, or lets them in again. */
export async function setStatus(
  { administrator }: Organization,
  { identityId: id }: Pick<Member, 'identityId'>,
  status: IdentityStatus,
): Promise<void> {
  const { identity } = await administrator.request(IdentityDocument, { id });
  await administrator.request(UpdateIdentityDocument, {
    input: { id, expectedVersion: identity?.version ?? 0, status },
  });
}

/** Makes a confirmed user of the pool, whose password is {@link PASSWORD}. */
export async function makeUser({ services: { cognito }, addresses }: Sonde, email: string): Promise<void> {
  const user = { UserPoolId: addresses.userPoolId, Username: email };
  await cognito.call('AdminCreateUser', {
    ...user,
    MessageAction: 'SUPPRESS',
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
  });
  await cognito.call('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
}

/** Signs a person in by SRP. Amplify keeps one session a process, so people sign in one after another, and their tokens are kept here. */
async function signedIn(
  sonde: Sonde,
  { identityId, role, email }: { identityId: string; role: Role; email: string },
): Promise<Member> {
  const member: Member = {
    identityId,
    email,
    role,
    name: nameOf(email),
    token: await signIn(sonde, email),
    ask: (document, variables) => ask(sonde, member.token, document, variables),
    async request(document, variables) {
      const { data, errors } = await member.ask(document, variables);
      if (errors !== undefined || data === null) throw new Error(`${email} was refused: ${JSON.stringify(errors)}`);
      return data;
    },
  };
  return member;
}

/** @returns an access token */
export async function signIn({ outputs }: Sonde, email: string): Promise<string> {
  configure(outputs);
  await signInAs(email, PASSWORD);
  return accessToken();
}

function nameOf(email: string): string {
  return email.replace('@', ' at ');
}

function newRow(id: string) {
  const now = new Date().toISOString();
  return { id, createdAt: now, updatedAt: now, version: 1 };
}
