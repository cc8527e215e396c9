/** What a variable of Terraform is set to; `null` for what is neither text, number nor boolean, which is Terraform's to read. */
export type Setting = string | number | boolean | null;

const ASSIGNMENT = /^([A-Za-z_][\w-]*)[ \t]*=[ \t]*(.*)$/;
const STRING = /^"((?:[^"\\]|\\.)*)"\s*(?:(?:#|\/\/).*)?$/;
const WORD = /^(true|false|null|-?\d+(?:\.\d+)?)\s*(?:(?:#|\/\/).*)?$/;

/**
 * The settings in a variable file of Terraform, as far as they are one plain value on one line, at the line's start: enough to say beforehand what is missing.
 * Lists, maps, heredocs and text with escapes are `null`. Source: Terraform Language, "Variable Definitions (.tfvars) Files".
 */
export function readTfvars(text: string): Record<string, Setting> {
  const settings: Record<string, Setting> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = ASSIGNMENT.exec(line) ?? [];
    if (name !== undefined && value !== undefined) settings[name] = plainValue(value);
  }
  return settings;
}

function plainValue(text: string): Setting {
  const [, quoted] = STRING.exec(text) ?? [];
  if (quoted !== undefined) return /\\|\$\{|%\{/.test(quoted) ? null : quoted;
  const [, word] = WORD.exec(text) ?? [];
  if (word === undefined || word === 'null') return null;
  return word === 'true' ? true : word === 'false' ? false : Number(word);
}
