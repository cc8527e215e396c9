import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { DeviceCertificatesQuery } from '../api/generated/documents.ts';
import { DeviceCertificatesDocument } from '../api/generated/documents.ts';
import { queryOf } from '../api/query.ts';

/** A device, as far as its certificates go. */
export type Certified = NonNullable<DeviceCertificatesQuery['device']>;
export type Certificate = Certified['certificates'][number];

/** The certificates of a device. */
export function useCertificates(deviceId: string) {
  const asked = queryOf(DeviceCertificatesDocument, { id: deviceId });
  const client = useQueryClient();
  const query = useQuery(asked);
  return {
    ...query,
    device: query.data?.device,
    /** They are these now. */
    replace: ({ id, name, certificates }: Certified): void => {
      client.setQueryData(asked.queryKey, { device: { id, name, certificates } });
    },
    /** Nobody knows what they are now: they are asked for. */
    askAnew: (): void => {
      void client.invalidateQueries({ queryKey: asked.queryKey });
    },
  };
}
