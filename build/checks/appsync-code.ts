import { SourceMap } from 'node:module';
import * as v from 'valibot';
import { remember } from '../../local/appsync/remember.ts';
import { checkCode } from '../../local/appsync/runtime/index.ts';
import { mapResolver } from '../bundle.ts';

const Map3 = v.object({
  version: v.number(),
  sources: v.array(v.string()),
  sourcesContent: v.array(v.string()),
  names: v.array(v.string()),
  mappings: v.string(),
});
const Origin = v.object({ originalSource: v.string(), originalLine: v.number() });

/** More than the API has. */
const REMEMBERED = 1000;
/** Of a build after a change, most bundles are those of the one before. */
const isGood = remember(REMEMBERED, (bundle: string) => checkCode(bundle, 'code.js').length === 0);

/**
 * Everything for which AppSync would refuse to save the bundle of a resolver or step, as `file:line (rule) what`. The file and its line are those of
 * the source, which may be one that the entry imports.
 */
export async function findRefusals(projectRoot: string, entry: string, bundle: string): Promise<string[]> {
  if (isGood(bundle)) return [];
  const rejections = checkCode(bundle, entry);
  const map = v.parse(Map3, JSON.parse(await mapResolver(projectRoot, entry)));
  const origins = new SourceMap({ ...map, file: entry, sourceRoot: '' });
  const refusals = rejections.map(({ place: { line, column }, rule, reason }) => {
    // How long a bundle is comes from no line.
    if (rule === 'size') return `${entry} (size) ${reason}`;
    const origin = v.safeParse(Origin, origins.findEntry(line - 1, column - 1));
    const source = origin.success ? `${origin.output.originalSource}:${origin.output.originalLine + 1}` : entry;
    return `${source} (${rule}) ${reason}`;
  });
  // The bundler may repeat what the source has once.
  return [...new Set(refusals)];
}
