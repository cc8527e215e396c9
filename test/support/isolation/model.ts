import type { IdentityKind, IdentityStatus, Role } from '../../../schema/generated/types.ts';
import type { Marks } from './ownership.ts';

/** An organization as plain code has it: what must be there after what was done. */
export interface OrganizationModel {
  readonly id: string;
  readonly marks: Marks;
  name: string;
  version: number;
  readonly devices: Map<string, DeviceModel>;
  readonly identities: Map<string, IdentityModel>;
  readonly exports: Map<string, ExportModel>;
  readonly imports: Set<string>;
  /** Ids of what has been deleted. */
  readonly deleted: { readonly devices: string[]; readonly identities: string[]; readonly exports: string[] };
}

export interface DeviceModel {
  readonly id: string;
  name: string;
  version: number;
  metrics: string[];
  /** By metric and time. */
  readonly readings: Map<string, ReadingModel>;
  /** Its certificates' ids. */
  certificates: string[];
}

export interface ReadingModel {
  readonly metric: string;
  readonly time: string;
  readonly value: number | null;
  readonly text: string | null;
  /** Whether it must be there: what was sent by MQTT may be on its way. */
  isSure: boolean;
}

export interface IdentityModel {
  readonly id: string;
  readonly kind: IdentityKind;
  readonly email: string;
  name: string;
  role: Role;
  status: IdentityStatus;
  isDeleted: boolean;
  version: number;
  /** Of a service with a secret. */
  secretCreatedAt: string | null;
}

export interface ExportModel {
  readonly id: string;
  /** Identity ids. */
  readonly recipients: readonly string[];
}

export const keyOf = ({ metric, time }: Pick<ReadingModel, 'metric' | 'time'>): string => `${metric} ${time}`;

export function activeAdministrators({ identities }: OrganizationModel): number {
  return [...identities.values()].filter(({ role, status }) => role === 'ADMINISTRATOR' && status === 'ACTIVE').length;
}
