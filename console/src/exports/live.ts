import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ExportWholeFragment } from '../api/generated/documents.ts';
import { ExportDetailsDocument, ExportListDocument, OnExportChangeDocument } from '../api/generated/documents.ts';
import { follow } from '../api/live.ts';
import { nameOf } from '../api/query.ts';
import { withTold, type Told } from './newest.ts';

/**
 * Follows the exports of the organization, or one of them, for as long as it is shown. What was asked for is asked anew when nothing is missed any more,
 * and when an export is told of that was not known.
 * @param isKnown whether an export is among those that are shown
 */
export function useToldExports(isKnown: (id: string) => boolean, id?: string): Told<ExportWholeFragment> {
  const queryClient = useQueryClient();
  const [told, setTold] = useState<Told<ExportWholeFragment>>(new Map());
  const known = useRef(isKnown);
  useEffect(() => {
    known.current = isKnown;
  });
  useEffect(() => {
    const askAnew = (): void => {
      for (const document of [ExportListDocument, ExportDetailsDocument]) {
        void queryClient.invalidateQueries({ queryKey: [nameOf(document)] });
      }
    };
    return follow(OnExportChangeDocument, id === undefined ? {} : { id }, {
      onEvent: ({ onExport }) => {
        if (!onExport) return;
        setTold((before) => withTold(before, onExport.export));
        if (!known.current(onExport.id)) askAnew();
      },
      onReady: askAnew,
    });
  }, [queryClient, id]);
  return told;
}
