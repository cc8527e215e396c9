import { runtime, type Context, type LambdaRequest } from '@aws-appsync/utils';
import { organizationOf } from '../shared/caller.ts';
import { checkDataSource } from '../shared/errors.ts';
import type { KeyedFile, PublicExport } from '../shared/exports.ts';

interface Page {
  items: PublicExport[];
}
type ExportOrPage = PublicExport | Page;
type LinkedFile = Omit<KeyedFile, 'key'> & { url: string | null };
type WithUrls = Omit<PublicExport, 'files'> & { files: LinkedFile[] };

type WithPrevious = Context<unknown, Record<string, never>, { result: ExportOrPage }>;

/** Gives every file of the export, or of all exports of the page, its link: one call for all of them. */
export function request(ctx: WithPrevious): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const files = filesOf(ctx.prev.result);
  if (files.length === 0 || isPlain(ctx.info.selectionSetGraphQL)) runtime.earlyReturn(ctx.prev.result);
  return {
    operation: 'Invoke',
    payload: { organizationId, files: files.map(({ key, name }) => ({ key, name })) },
  };
}

export function response(ctx: WithPrevious): WithUrls | { items: WithUrls[] } {
  checkDataSource(ctx);
  const { urls } = ctx.result as { urls: string[] };
  const urlOf: Record<string, string | undefined> = {};
  filesOf(ctx.prev.result).forEach(({ key }, index) => {
    urlOf[key] = urls[index];
  });
  const attach = (exported: PublicExport): WithUrls => ({
    ...exported,
    files: exported.files.map(({ key, ...file }) => ({ ...file, url: urlOf[key] ?? null })),
  });
  const result = ctx.prev.result;
  return isPage(result) ? { ...result, items: result.items.map((exported) => attach(exported)) } : attach(result);
}

function isPage(result: ExportOrPage): result is Page {
  return Object.hasOwn(result, 'items');
}

function filesOf(result: ExportOrPage): KeyedFile[] {
  return isPage(result) ? result.items.flatMap((exported) => exported.files) : result.files;
}

/** Whether `selection` asks for no link. What a fragment selects is not in the text, so one may hold anything. */
function isPlain(selection: string): boolean {
  return ['url', '...'].every((text) => selection.indexOf(text) < 0);
}
