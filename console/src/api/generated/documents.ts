/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A language. */
export type Locale =
  /** English. */
  | 'en'
  /** French. */
  | 'fr';

/** What an identity may do in its organization; each role may do all that the ones after it may. */
export type Role =
  /** Manages identities and the organization, and reads the audit events. */
  | 'ADMINISTRATOR'
  /** Manages devices, their certificates, imports and exports, and records readings. */
  | 'OPERATOR'
  /** Reads. */
  | 'VIEWER';

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { identity: { id: string, name: string, email: string, role: Role, locale: Locale }, organization: { id: string, name: string, version: number } } };

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