import type { FunctionsArtifact } from '../../build/artifacts.ts';
import { bundleProblems } from '../../build/bundle.ts';
import { zipFunction } from '../../build/functions.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { physicalName } from '../stack/names.ts';
import { Refused } from './refused.ts';

/** The functions that may be another after changes of these files: each has its own folder, and all may have what is shared. */
export function touchedFunctions(files: readonly string[], names: readonly string[]): readonly string[] {
  const isOfAll = (file: string) => /^functions\/shared\/|^schema\/[^/]+\.ts$/.test(file);
  if (files.some(isOfAll)) return names;
  return names.filter((name) => files.some((file) => file.startsWith(`functions/${name}/`)));
}

/** What a change of these files says of functions that only a start makes: their settings, and functions that are new. */
export function needingRestart(files: readonly string[], names: readonly string[]): readonly string[] {
  return files.filter((file) => {
    const [, name, rest] = /^functions\/([^/]+)\/(.+)$/.exec(file) ?? [];
    return name !== undefined && name !== 'shared' && (rest === 'function.ts' || !names.includes(name));
  });
}

export interface FunctionReload {
  /**
   * Builds these functions, and gives those their new code whose code is another.
   * @param isOvertaken ends it: what is being built is old
   * @returns their names
   * @throws Refused where one cannot be built
   */
  update(names: readonly string[], isOvertaken: () => boolean): Promise<readonly string[]>;
}

export function functionReload(
  projectRoot: string,
  lambda: Pick<Lambda, 'updateFunctionCode'>,
  functions: FunctionsArtifact,
): FunctionReload {
  const inForce = new Map(Object.entries(functions).map(([name, { sha256 }]) => [name, sha256]));
  return {
    async update(names, isOvertaken) {
      const built = await Promise.all(names.map(async (name) => ({ name, ...(await build(projectRoot, name)) })));
      const updated: string[] = [];
      for (const { name, bytes, sha256 } of built) {
        if (isOvertaken()) break;
        if (inForce.get(name) === sha256) continue;
        await lambda.updateFunctionCode({ FunctionName: physicalName(name), ZipFile: bytes });
        inForce.set(name, sha256);
        updated.push(name);
      }
      return updated;
    },
  };
}

function build(projectRoot: string, name: string): ReturnType<typeof zipFunction> {
  return zipFunction(projectRoot, name).catch((error: unknown) => {
    throw new Refused(bundleProblems(error).join('\n'), { cause: error });
  });
}
