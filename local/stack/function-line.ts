import * as v from 'valibot';
import { logicalName } from './names.ts';

const Structured = v.looseObject({ level: v.string(), message: v.string() });

/** Members that say the same in every line, and where a laptop does not care. */
const NOISE = new Set(['level', 'message', 'timestamp', 'service', 'cold_start', 'sampling_rate']);

/**
 * A line that a function printed, for a person: a structured log as `ingest INFO Ingested a batch messages=2`, anything else as it is.
 */
export function functionLine(functionName: string, line: string): string {
  const name = logicalName(functionName);
  const entry = parse(line);
  if (!entry) return `${name} ${line}`;
  const members = Object.entries(entry)
    .filter(([member]) => !NOISE.has(member) && !member.startsWith('function_'))
    .map(([member, value]) => ` ${member}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${name} ${entry.level} ${entry.message}${members.join('')}`;
}

function parse(line: string): v.InferOutput<typeof Structured> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed = v.safeParse(Structured, JSON.parse(line));
    return parsed.success ? parsed.output : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
