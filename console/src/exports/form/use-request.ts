import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import type { RequestExportInput } from '../../api/generated/documents.ts';
import { ExportDetailsDocument, ExportListDocument, RequestAnExportDocument } from '../../api/generated/documents.ts';
import { isApiError } from '../../api/errors.ts';
import { nameOf, queryOf } from '../../api/query.ts';
import { ask } from '../../api/request.ts';
import { useText } from '../../i18n/text.tsx';
import { marker } from './token.ts';

/** Asks for an export, once however often it is asked in the same way, and goes to its page. */
export function useRequest() {
  const say = useText();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const marked = useRef(marker());
  return useMutation({
    mutationFn: (input: RequestExportInput) => ask(RequestAnExportDocument, { input: marked.current(input) }),
    onSuccess: async ({ requestExport }) => {
      const { id } = requestExport;
      queryClient.setQueryData(queryOf(ExportDetailsDocument, { id }).queryKey, { export: requestExport });
      await navigate({ to: '/exports/$exportId', params: { exportId: id } });
      notifications.show({ message: say('exports.requested') });
      await queryClient.invalidateQueries({ queryKey: [nameOf(ExportListDocument)] });
    },
    onError: (error) => {
      // What the mark stood for has been deleted since: the next click asks for another.
      if (isApiError(error, 'ConflictError')) marked.current = marker();
    },
  });
}
