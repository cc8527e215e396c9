import type { RequestExportInput } from '../../api/generated/documents.ts';

/**
 * Marks questions, so that the same one asked again, by a second click or after an answer that was lost, makes one export; another one is marked anew, for
 * the API refuses another question with the same mark.
 */
export function marker(
  newMark: () => string = () => crypto.randomUUID(),
): (input: RequestExportInput) => RequestExportInput {
  let last: { asked: string; mark: string } | undefined;
  return (input) => {
    const asked = JSON.stringify(input);
    if (last?.asked !== asked) last = { asked, mark: newMark() };
    return { ...input, clientToken: last.mark };
  };
}
