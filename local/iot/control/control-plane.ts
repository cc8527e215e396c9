import type { Roles } from '../../shared/ports.ts';
import type { Clock } from '../../shared/service.ts';
import type { IotRecords } from './records.ts';

/** What the operations work on. */
export interface ControlPlane {
  records: IotRecords;
  roles: Roles;
  clock: Clock;
}
