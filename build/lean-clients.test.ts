import { expect, it } from 'vitest';
import { withPlainKeys } from './lean-clients.ts';

it('writes computed keys as the constants that they are computed of, and nothing else', () => {
  const code = [
    'const _hH = "httpHeader";',
    'const _q = "a \\"b\\"";',
    'export var S$ = [3, _q, { [_hH]: _q, [_q]: 1 }];',
  ];
  expect(withPlainKeys(code.join('\n')).split('\n')).toEqual([
    ...code.slice(0, 2),
    'export var S$ = [3, _q, { "httpHeader": _q, "a \\"b\\"": 1 }];',
  ]);
});

it('leaves keys that are computed of anything else', () => {
  const code = 'let _a = "a";\nconst _b = b();\nexport const c = { [_a]: 1, [_b]: 2, [_c]: 3, [a]: 4 };\n';
  expect(withPlainKeys(code)).toBe(code);
});
