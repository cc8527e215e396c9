import type { Roles } from '../../shared/ports.ts';
import type { Clock } from '../../shared/service.ts';
import type { DeviceCertificates } from '../certificates/device-certificates.ts';
import type { IotRecords } from './records.ts';

/** What the operations work on. */
export interface ControlPlane {
  records: IotRecords;
  roles: Roles;
  clock: Clock;
  certificates: DeviceCertificates;
  /** Told when a certificate is no longer active: whoever is connected with it is to be disconnected. */
  deactivated: (certificateId: string) => void;
}
