import { runtime, type Context, type LambdaRequest } from '@aws-appsync/utils';
import type { DeviceImport } from '../../schema/generated/types.ts';
import { organizationOf } from '../shared/caller.ts';
import { checkDataSource } from '../shared/errors.ts';
import type { PublicImport } from '../shared/imports.ts';
import type { Page } from '../shared/list.ts';

interface Urls {
  reportUrl: string | null;
  credentialsUrl: string | null;
}

type WithPrevious = Context<unknown, Record<string, never>, { result: PublicImport | Page<PublicImport> }>;
type Linked = DeviceImport | Page<DeviceImport>;

/** Gives the import, or each import of the page, the links to those of its files that the caller may have: one call for all of them. */
export function request(ctx: WithPrevious): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const imports = withFiles(ctx.prev.result);
  if (imports.length === 0 || isPlain(ctx.info.selectionSetGraphQL)) runtime.earlyReturn(link(ctx.prev.result, {}));
  return {
    operation: 'Invoke',
    payload: {
      operation: 'signResults',
      organizationId,
      imports: imports.map(({ id, report, credentials }) => ({ importId: id, report, credentials })),
    },
  };
}

export function response(ctx: WithPrevious): Linked {
  checkDataSource(ctx);
  const { urls } = ctx.result as { urls: Urls[] };
  const urlsOf: Record<string, Urls | undefined> = {};
  withFiles(ctx.prev.result).forEach(({ id }, index) => {
    urlsOf[id] = urls[index];
  });
  return link(ctx.prev.result, urlsOf);
}

/** Those that have any. */
function withFiles(result: PublicImport | Page<PublicImport>): PublicImport[] {
  const all = isPage(result) ? result.items : [result];
  return all.filter(({ report, credentials }) => report || credentials);
}

function link(result: PublicImport | Page<PublicImport>, urlsOf: Record<string, Urls | undefined>): Linked {
  const attach = ({ report: _report, credentials: _credentials, ...shown }: PublicImport): DeviceImport => ({
    ...shown,
    uploadUrl: null,
    reportUrl: urlsOf[shown.id]?.reportUrl ?? null,
    credentialsUrl: urlsOf[shown.id]?.credentialsUrl ?? null,
  });
  return isPage(result) ? { ...result, items: result.items.map((each) => attach(each)) } : attach(result);
}

function isPage(result: PublicImport | Page<PublicImport>): result is Page<PublicImport> {
  return Object.hasOwn(result, 'items');
}

/** Whether `selection` asks for no link. What a fragment selects is not in the text, so one may hold anything. */
function isPlain(selection: string): boolean {
  return ['Url', '...'].every((text) => selection.indexOf(text) < 0);
}
