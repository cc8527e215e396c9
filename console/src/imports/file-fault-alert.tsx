import { Alert, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { COLUMNS } from '../../../functions/import-devices/csv/columns.ts';
import { IMPORT_LIMITS } from '../../../schema/limits.ts';
import { useText } from '../i18n/text.tsx';
import type { FileFault } from './check/faults.ts';

/** Why a file cannot be imported, said before it is uploaded. */
export function FileFaultAlert({ fault }: { fault: FileFault }): ReactNode {
  const say = useText();
  const { kind, ...values } = fault;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<TriangleAlert aria-hidden />}
      title={say('imports.file.refused')}
    >
      <Text size="sm">
        {say(`imports.file.${kind}`, {
          ...values,
          columns: COLUMNS.join(', '),
          most: IMPORT_LIMITS.rows,
          megabytes: IMPORT_LIMITS.bytes / 2 ** 20,
        })}
      </Text>
    </Alert>
  );
}
