import * as v from 'valibot';
import type { CodeRejected } from '../runtime/code-rejected.ts';
import type { Control } from './control.ts';
import { runtime } from './records.ts';
import { badRequest, parseInput, refuseMembers, unsupported } from './refusals.ts';

const VTL = ['requestMappingTemplate', 'responseMappingTemplate'];
const NOT_HERE = ['cachingConfig'];

const codeInput = v.object({
  runtime: v.optional(v.object({ name: v.string(), runtimeVersion: v.string() })),
  code: v.optional(v.string()),
  functionVersion: v.optional(v.string()),
});

export interface Code {
  runtime: v.InferOutput<typeof runtime>;
  code: string;
}

/** The runtime and the code of a resolver or function. Throws where AppSync would not save it. */
export function readCode({ code: library, host }: Control, input: unknown): Code {
  const given = parseInput(codeInput, input);
  const [template] = VTL.filter((name) => isGiven(input, name));
  if (template !== undefined || (!given.runtime && given.code === undefined))
    throw unsupported('VTL mapping templates and direct Lambda resolvers; give the runtime APPSYNC_JS 1.0.0 and code');
  refuseMembers(input, NOT_HERE);
  if (!given.runtime) throw badRequest('A runtime is required where code is given.');
  if (given.code === undefined) throw badRequest('Code is required where a runtime is given.');
  if (given.functionVersion) throw badRequest('Function version not supported with the provided runtime.');
  if (!v.is(runtime, given.runtime)) {
    const { name, runtimeVersion } = given.runtime;
    throw badRequest(`The runtime ${name} ${runtimeVersion} is not supported: AppSync has APPSYNC_JS 1.0.0.`);
  }
  const rejections = library.check(given.code);
  if (rejections.length > 0) {
    // Terraform shows the message alone.
    host.log.warn(`AppSync refuses code:\n${rejections.map(({ message }) => message).join('\n')}`);
    const detail = { codeErrors: rejections.map(codeError) };
    throw badRequest('The code contains one or more errors.', { reason: 'CODE_ERROR', detail });
  }
  return { runtime: given.runtime, code: given.code };
}

/** A `CodeError` as the service words it (hashicorp/terraform-provider-aws issue 30760; aws/aws-appsync-community issue 325). */
export function codeError({ rule, place, reason }: CodeRejected): object {
  const { line, column } = place;
  if (rule === 'syntax') {
    return { errorType: 'PARSE_ERROR', value: `code.js(${line},${column}): error: ${reason}\n`, location: place };
  }
  const value = rule.startsWith('no-') ? `@aws-appsync/${rule}: ${reason}` : reason;
  return { errorType: 'LINT_ERROR', value, location: place };
}

function isGiven(input: unknown, name: string): boolean {
  return v.is(v.looseObject({ [name]: v.pipe(v.string(), v.nonEmpty()) }), input);
}
