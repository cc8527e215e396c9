/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Whether mail reaches an address. */
export type AddressStatus =
  /** It does not take mail and never will, by what its mail server answered. Exports and invitations are not mailed to it any more. */
  | 'BOUNCED'
  /** Its reader has called a mail of ours spam. Exports and invitations are not mailed to it any more. */
  | 'COMPLAINED'
  /** Nothing is known against it. */
  | 'DELIVERABLE';

/** An import to be made. */
export type CreateDeviceImportInput = {
  /** The size of the file in bytes, at most 16 MiB: the upload takes this many, and no others. */
  bytes: number;
  /** Whether devices get certificates: by the column `certificate_signing_request` where a row has one, else with a key made for them. */
  withCredentials?: boolean | null | undefined;
};

/** An identity to be made. It is INVITED until the person signs in for the first time, or accepts where they are a member of another organization already. */
export type CreateIdentityInput = {
  /** The address that they will sign in with, at most 254 characters; once an organization. Letter case does not count. */
  email: string;
  /** The language of the e-mails that they get. */
  locale?: Locale | null | undefined;
  /** 1 to 200 characters. */
  name: string;
  /** What they may do. */
  role: Role;
};

/** A program that is to sign in. */
export type CreateServiceInput = {
  /** 1 to 200 characters. */
  name: string;
  /** What it may do. */
  role: Role;
};

/** An identity to be deleted. */
export type DeleteIdentityInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: number;
  /** The identity to delete. */
  id: string;
};

/** How far an import is. */
export type DeviceImportStatus =
  /** Made; its file has yet to be uploaded, and `importDevices` to be called. */
  | 'AWAITING_FILE'
  /** Cancelled before all rows were done. The devices made until then stay; the report names them. */
  | 'CANCELLED'
  /** All rows are done. Some of them may have failed: the report says which. */
  | 'COMPLETED'
  /** It was not begun within an hour, or the file as a whole could not be taken; `error` says why, and no device was made. */
  | 'FAILED'
  /** Asked to begin, not yet begun. */
  | 'QUEUED'
  /** Under way. */
  | 'RUNNING';

/** Who an identity stands for. */
export type IdentityKind =
  /** A human being. */
  | 'PERSON'
  /** A program. */
  | 'SERVICE';

/** Whether an identity may sign in. */
export type IdentityStatus =
  /** May sign in. */
  | 'ACTIVE'
  /** Made by an administrator; nobody has signed in as it, or accepted the invitation, yet. */
  | 'INVITED'
  /** May not sign in. */
  | 'SUSPENDED';

/** An invitation to be sent again, or to be revoked. */
export type InvitationInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: number;
  /** The identity that is invited. */
  id: string;
};

/** A language. */
export type Locale =
  /** English. */
  | 'en'
  /** French. */
  | 'fr';

/** What became of a mail. */
export type MailStatus =
  /** Not sent, and not tried again; `error` says why. The export itself is as it is. */
  | 'FAILED'
  /** Not yet sent. It stays so where the export is cancelled first. */
  | 'PENDING'
  /** Handed to the mail service. */
  | 'SENT';

/** A device that is to get credentials. */
export type ProvisionDeviceInput = {
  /** A certificate signing request (PKCS #10) as PEM, at most 4,096 characters, of a key that never leaves the device: RSA of 2,048 bits or more, or ECDSA on P-256, P-384 or P-521. Without one a key is made. */
  certificateSigningRequest?: string | null | undefined;
  /** The device. */
  deviceId: string;
};

/** Certificates that are to be revoked. */
export type RevokeDeviceCertificateInput = {
  /** Only this one; all of the device's when left out. One that the device does not have is a NotFoundError. */
  certificateId?: string | null | undefined;
  /** The device. */
  deviceId: string;
};

/** What an identity may do in its organization; each role may do all that the ones after it may. */
export type Role =
  /** Manages identities and the organization, and reads the audit events. */
  | 'ADMINISTRATOR'
  /** Manages devices, their certificates, imports and exports, and records readings. */
  | 'OPERATOR'
  /** Reads. */
  | 'VIEWER';

/** A service whose secret is to be changed. */
export type ServiceSecretInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: number;
  /** The identity of the service. */
  id: string;
};

/** What can be changed about an identity. A member that is left out stays as it is. */
export type UpdateIdentityInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: number;
  /** The identity to change. */
  id: string;
  /** The language of the e-mails that they get. */
  locale?: Locale | null | undefined;
  /** DELIVERABLE has exports and invitations mailed again to an address that bounced or complained: where the mailbox is there again, or its reader asks for it. Nothing else can be set. Where the mail service suppresses the address still, the next mail marks it anew. */
  mailStatus?: AddressStatus | null | undefined;
  /** 1 to 200 characters; cannot be emptied. */
  name?: string | null | undefined;
  /** An organization keeps at least one active administrator. */
  role?: Role | null | undefined;
  /** ACTIVE lifts a suspension; SUSPENDED makes one. INVITED cannot be set. */
  status?: IdentityStatus | null | undefined;
};

/** What can be changed about an organization. */
export type UpdateOrganizationInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current organization in the error's `data`. */
  expectedVersion: number;
  /** 1 to 200 characters. */
  name: string;
};

export type CertificateFragment = { id: string, createdBy: string, createdAt: string, expiresAt: string };

export type DeviceCertificatesQueryVariables = Exact<{
  id: string;
}>;


export type DeviceCertificatesQuery = { device: { id: string, name: string, certificates: Array<{ id: string, createdBy: string, createdAt: string, expiresAt: string }> } | null };

export type NewCredentialsFragment = { certificatePem: string, privateKeyPem: string | null, rootCaUrl: string, endpoint: string, port: number, clientId: string, topic: string, certificate: { id: string, createdBy: string, createdAt: string, expiresAt: string }, device: { id: string, name: string, certificates: Array<{ id: string, createdBy: string, createdAt: string, expiresAt: string }> } };

export type ProvisionDeviceMutationVariables = Exact<{
  input: ProvisionDeviceInput;
}>;


export type ProvisionDeviceMutation = { provisionDevice: { certificatePem: string, privateKeyPem: string | null, rootCaUrl: string, endpoint: string, port: number, clientId: string, topic: string, certificate: { id: string, createdBy: string, createdAt: string, expiresAt: string }, device: { id: string, name: string, certificates: Array<{ id: string, createdBy: string, createdAt: string, expiresAt: string }> } } };

export type RotateDeviceCertificateMutationVariables = Exact<{
  input: ProvisionDeviceInput;
}>;


export type RotateDeviceCertificateMutation = { rotateDeviceCertificate: { certificatePem: string, privateKeyPem: string | null, rootCaUrl: string, endpoint: string, port: number, clientId: string, topic: string, certificate: { id: string, createdBy: string, createdAt: string, expiresAt: string }, device: { id: string, name: string, certificates: Array<{ id: string, createdBy: string, createdAt: string, expiresAt: string }> } } };

export type RevokeDeviceCertificateMutationVariables = Exact<{
  input: RevokeDeviceCertificateInput;
}>;


export type RevokeDeviceCertificateMutation = { revokeDeviceCertificate: { id: string, name: string, certificates: Array<{ id: string, createdBy: string, createdAt: string, expiresAt: string }> } };

export type ManagedIdentityFragment = { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null };

export type AllIdentitiesQueryVariables = Exact<{
  first: number;
  nextToken?: string | null | undefined;
}>;


export type AllIdentitiesQuery = { identities: { nextToken: string | null, items: Array<{ id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null }> } };

export type IdentityDetailsQueryVariables = Exact<{
  id: string;
}>;


export type IdentityDetailsQuery = { identity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } | null };

export type InvitePersonMutationVariables = Exact<{
  input: CreateIdentityInput;
}>;


export type InvitePersonMutation = { createIdentity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type MakeServiceMutationVariables = Exact<{
  input: CreateServiceInput;
}>;


export type MakeServiceMutation = { createService: { username: string, secret: string, identity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } } };

export type ChangeIdentityMutationVariables = Exact<{
  input: UpdateIdentityInput;
}>;


export type ChangeIdentityMutation = { updateIdentity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type RemoveIdentityMutationVariables = Exact<{
  input: DeleteIdentityInput;
}>;


export type RemoveIdentityMutation = { deleteIdentity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type SendInvitationAgainMutationVariables = Exact<{
  input: InvitationInput;
}>;


export type SendInvitationAgainMutation = { resendInvitation: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type TakeInvitationBackMutationVariables = Exact<{
  input: InvitationInput;
}>;


export type TakeInvitationBackMutation = { revokeInvitation: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type GiveServiceSecretMutationVariables = Exact<{
  input: ServiceSecretInput;
}>;


export type GiveServiceSecretMutation = { rotateServiceSecret: { username: string, secret: string, identity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } } };

export type VoidServiceSecretMutationVariables = Exact<{
  input: ServiceSecretInput;
}>;


export type VoidServiceSecretMutation = { revokeServiceSecret: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type GivenSecretFragment = { username: string, secret: string, identity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type DeviceImportsQueryVariables = Exact<{
  nextToken?: string | null | undefined;
}>;


export type DeviceImportsQuery = { deviceImports: { nextToken: string | null, items: Array<{ id: string, status: DeviceImportStatus, progress: number, withCredentials: boolean, rows: number | null, succeeded: number, failed: number, requestedBy: string, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, updatedAt: string, version: number, error: { type: string, message: string } | null }> } };

export type DeviceImportQueryVariables = Exact<{
  id: string;
}>;


export type DeviceImportQuery = { deviceImport: { id: string, status: DeviceImportStatus, progress: number, withCredentials: boolean, rows: number | null, succeeded: number, failed: number, requestedBy: string, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, updatedAt: string, version: number, error: { type: string, message: string } | null } | null };

export type DeviceImportLinksQueryVariables = Exact<{
  id: string;
}>;


export type DeviceImportLinksQuery = { deviceImport: { reportUrl: string | null, credentialsUrl: string | null } | null };

export type CreateDeviceImportMutationVariables = Exact<{
  input: CreateDeviceImportInput;
}>;


export type CreateDeviceImportMutation = { createDeviceImport: { id: string, uploadUrl: string | null, createdAt: string } };

export type ImportDevicesMutationVariables = Exact<{
  id: string;
}>;


export type ImportDevicesMutation = { importDevices: { id: string, status: DeviceImportStatus, version: number } };

export type CancelDeviceImportMutationVariables = Exact<{
  id: string;
}>;


export type CancelDeviceImportMutation = { cancelDeviceImport: { id: string, status: DeviceImportStatus, version: number } };

export type WholeOrganizationFragment = { id: string, name: string, createdAt: string, updatedAt: string, version: number };

export type OrganizationDetailsQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationDetailsQuery = { organization: { id: string, name: string, createdAt: string, updatedAt: string, version: number } };

export type RenameOrganizationMutationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type RenameOrganizationMutation = { updateOrganization: { id: string, name: string, createdAt: string, updatedAt: string, version: number } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { identity: { id: string, name: string, email: string, role: Role, locale: Locale }, organization: { id: string, name: string, version: number } } };

export type WhoIsQueryVariables = Exact<{
  id: string;
}>;


export type WhoIsQuery = { identity: { id: string, name: string } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CertificateFragmentDoc = new TypedDocumentString(`
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}
    `, {"fragmentName":"Certificate"}) as unknown as TypedDocumentString<CertificateFragment, unknown>;
export const NewCredentialsFragmentDoc = new TypedDocumentString(`
    fragment NewCredentials on DeviceCredentials {
  certificate {
    ...Certificate
  }
  device {
    id
    name
    certificates {
      ...Certificate
    }
  }
  certificatePem
  privateKeyPem
  rootCaUrl
  endpoint
  port
  clientId
  topic
}
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}`, {"fragmentName":"NewCredentials"}) as unknown as TypedDocumentString<NewCredentialsFragment, unknown>;
export const ManagedIdentityFragmentDoc = new TypedDocumentString(`
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}
    `, {"fragmentName":"ManagedIdentity"}) as unknown as TypedDocumentString<ManagedIdentityFragment, unknown>;
export const GivenSecretFragmentDoc = new TypedDocumentString(`
    fragment GivenSecret on ServiceCredentials {
  identity {
    ...ManagedIdentity
  }
  username
  secret
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`, {"fragmentName":"GivenSecret"}) as unknown as TypedDocumentString<GivenSecretFragment, unknown>;
export const WholeOrganizationFragmentDoc = new TypedDocumentString(`
    fragment WholeOrganization on Organization {
  id
  name
  createdAt
  updatedAt
  version
}
    `, {"fragmentName":"WholeOrganization"}) as unknown as TypedDocumentString<WholeOrganizationFragment, unknown>;
export const DeviceCertificatesDocument = new TypedDocumentString(`
    query DeviceCertificates($id: ID!) {
  device(id: $id) {
    id
    name
    certificates {
      ...Certificate
    }
  }
}
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}`) as unknown as TypedDocumentString<DeviceCertificatesQuery, DeviceCertificatesQueryVariables>;
export const ProvisionDeviceDocument = new TypedDocumentString(`
    mutation ProvisionDevice($input: ProvisionDeviceInput!) {
  provisionDevice(input: $input) {
    ...NewCredentials
  }
}
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}
fragment NewCredentials on DeviceCredentials {
  certificate {
    ...Certificate
  }
  device {
    id
    name
    certificates {
      ...Certificate
    }
  }
  certificatePem
  privateKeyPem
  rootCaUrl
  endpoint
  port
  clientId
  topic
}`) as unknown as TypedDocumentString<ProvisionDeviceMutation, ProvisionDeviceMutationVariables>;
export const RotateDeviceCertificateDocument = new TypedDocumentString(`
    mutation RotateDeviceCertificate($input: ProvisionDeviceInput!) {
  rotateDeviceCertificate(input: $input) {
    ...NewCredentials
  }
}
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}
fragment NewCredentials on DeviceCredentials {
  certificate {
    ...Certificate
  }
  device {
    id
    name
    certificates {
      ...Certificate
    }
  }
  certificatePem
  privateKeyPem
  rootCaUrl
  endpoint
  port
  clientId
  topic
}`) as unknown as TypedDocumentString<RotateDeviceCertificateMutation, RotateDeviceCertificateMutationVariables>;
export const RevokeDeviceCertificateDocument = new TypedDocumentString(`
    mutation RevokeDeviceCertificate($input: RevokeDeviceCertificateInput!) {
  revokeDeviceCertificate(input: $input) {
    id
    name
    certificates {
      ...Certificate
    }
  }
}
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}`) as unknown as TypedDocumentString<RevokeDeviceCertificateMutation, RevokeDeviceCertificateMutationVariables>;
export const AllIdentitiesDocument = new TypedDocumentString(`
    query AllIdentities($first: Int!, $nextToken: String) {
  identities(first: $first, nextToken: $nextToken) {
    items {
      ...ManagedIdentity
    }
    nextToken
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<AllIdentitiesQuery, AllIdentitiesQueryVariables>;
export const IdentityDetailsDocument = new TypedDocumentString(`
    query IdentityDetails($id: ID!) {
  identity(id: $id) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<IdentityDetailsQuery, IdentityDetailsQueryVariables>;
export const InvitePersonDocument = new TypedDocumentString(`
    mutation InvitePerson($input: CreateIdentityInput!) {
  createIdentity(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<InvitePersonMutation, InvitePersonMutationVariables>;
export const MakeServiceDocument = new TypedDocumentString(`
    mutation MakeService($input: CreateServiceInput!) {
  createService(input: $input) {
    ...GivenSecret
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}
fragment GivenSecret on ServiceCredentials {
  identity {
    ...ManagedIdentity
  }
  username
  secret
}`) as unknown as TypedDocumentString<MakeServiceMutation, MakeServiceMutationVariables>;
export const ChangeIdentityDocument = new TypedDocumentString(`
    mutation ChangeIdentity($input: UpdateIdentityInput!) {
  updateIdentity(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<ChangeIdentityMutation, ChangeIdentityMutationVariables>;
export const RemoveIdentityDocument = new TypedDocumentString(`
    mutation RemoveIdentity($input: DeleteIdentityInput!) {
  deleteIdentity(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<RemoveIdentityMutation, RemoveIdentityMutationVariables>;
export const SendInvitationAgainDocument = new TypedDocumentString(`
    mutation SendInvitationAgain($input: InvitationInput!) {
  resendInvitation(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<SendInvitationAgainMutation, SendInvitationAgainMutationVariables>;
export const TakeInvitationBackDocument = new TypedDocumentString(`
    mutation TakeInvitationBack($input: InvitationInput!) {
  revokeInvitation(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<TakeInvitationBackMutation, TakeInvitationBackMutationVariables>;
export const GiveServiceSecretDocument = new TypedDocumentString(`
    mutation GiveServiceSecret($input: ServiceSecretInput!) {
  rotateServiceSecret(input: $input) {
    ...GivenSecret
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}
fragment GivenSecret on ServiceCredentials {
  identity {
    ...ManagedIdentity
  }
  username
  secret
}`) as unknown as TypedDocumentString<GiveServiceSecretMutation, GiveServiceSecretMutationVariables>;
export const VoidServiceSecretDocument = new TypedDocumentString(`
    mutation VoidServiceSecret($input: ServiceSecretInput!) {
  revokeServiceSecret(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<VoidServiceSecretMutation, VoidServiceSecretMutationVariables>;
export const DeviceImportsDocument = new TypedDocumentString(`
    query DeviceImports($nextToken: String) {
  deviceImports(first: 50, nextToken: $nextToken) {
    items {
      id
      status
      progress
      withCredentials
      rows
      succeeded
      failed
      error {
        type
        message
      }
      requestedBy
      startedAt
      endedAt
      expiresAt
      createdAt
      updatedAt
      version
    }
    nextToken
  }
}
    `) as unknown as TypedDocumentString<DeviceImportsQuery, DeviceImportsQueryVariables>;
export const DeviceImportDocument = new TypedDocumentString(`
    query DeviceImport($id: ID!) {
  deviceImport(id: $id) {
    id
    status
    progress
    withCredentials
    rows
    succeeded
    failed
    error {
      type
      message
    }
    requestedBy
    startedAt
    endedAt
    expiresAt
    createdAt
    updatedAt
    version
  }
}
    `) as unknown as TypedDocumentString<DeviceImportQuery, DeviceImportQueryVariables>;
export const DeviceImportLinksDocument = new TypedDocumentString(`
    query DeviceImportLinks($id: ID!) {
  deviceImport(id: $id) {
    reportUrl
    credentialsUrl
  }
}
    `) as unknown as TypedDocumentString<DeviceImportLinksQuery, DeviceImportLinksQueryVariables>;
export const CreateDeviceImportDocument = new TypedDocumentString(`
    mutation CreateDeviceImport($input: CreateDeviceImportInput!) {
  createDeviceImport(input: $input) {
    id
    uploadUrl
    createdAt
  }
}
    `) as unknown as TypedDocumentString<CreateDeviceImportMutation, CreateDeviceImportMutationVariables>;
export const ImportDevicesDocument = new TypedDocumentString(`
    mutation ImportDevices($id: ID!) {
  importDevices(id: $id) {
    id
    status
    version
  }
}
    `) as unknown as TypedDocumentString<ImportDevicesMutation, ImportDevicesMutationVariables>;
export const CancelDeviceImportDocument = new TypedDocumentString(`
    mutation CancelDeviceImport($id: ID!) {
  cancelDeviceImport(id: $id) {
    id
    status
    version
  }
}
    `) as unknown as TypedDocumentString<CancelDeviceImportMutation, CancelDeviceImportMutationVariables>;
export const OrganizationDetailsDocument = new TypedDocumentString(`
    query OrganizationDetails {
  organization {
    ...WholeOrganization
  }
}
    fragment WholeOrganization on Organization {
  id
  name
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<OrganizationDetailsQuery, OrganizationDetailsQueryVariables>;
export const RenameOrganizationDocument = new TypedDocumentString(`
    mutation RenameOrganization($input: UpdateOrganizationInput!) {
  updateOrganization(input: $input) {
    ...WholeOrganization
  }
}
    fragment WholeOrganization on Organization {
  id
  name
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<RenameOrganizationMutation, RenameOrganizationMutationVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    identity {
      id
      name
      email
      role
      locale
    }
    organization {
      id
      name
      version
    }
  }
}
    `) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const WhoIsDocument = new TypedDocumentString(`
    query WhoIs($id: ID!) {
  identity(id: $id) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<WhoIsQuery, WhoIsQueryVariables>;