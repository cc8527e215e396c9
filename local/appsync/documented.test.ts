import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Rows of the tables, whose last cell is "`file` › title", several joined by `;`. */
const PAGE = 'docs/appsync-local.md';
const root = resolve(import.meta.dirname, '../..');
const lines = readFileSync(resolve(root, PAGE), 'utf8').split('\n');
const rows = lines
  .filter((line) => /^\| (?!What +\||-)/.test(line))
  .map((line) =>
    line
      .slice(2)
      .replace(/ *\|$/, '')
      .split(' | ')
      .map((cell) => cell.trim()),
  );

describe('what the page on AppSync claims', () => {
  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(0);
  });

  it.each(rows.map((cells) => [cells[0], cells.at(-1) ?? '']))('%s: names a test that there is', (_what, held) => {
    const tests = held.split('; ');
    for (const test of tests) {
      const [, file = '', title = ''] = /^`([^`]+)` › (.+)$/.exec(test) ?? [];
      expect(file, test).toMatch(/\.test\.ts$/);
      expect(existsSync(resolve(root, file)), file).toBe(true);
      expect(readFileSync(resolve(root, file), 'utf8'), `${file} has a test called so`).toContain(title);
    }
  });
});
