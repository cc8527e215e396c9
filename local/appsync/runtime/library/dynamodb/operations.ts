import type { Run } from '../../run.ts';

/** `operations` of the DynamoDB module ("Built-in modules"): marks that `update` reads. */
export const operations = {
  add: (_run: Run, value: unknown) => ({ type: 'OPERATION_ADD', value }),
  remove: (_run: Run) => ({ type: 'OPERATION_REMOVE' }),
  replace: (_run: Run, value: unknown) => ({ type: 'OPERATION_REPLACE', value }),
  increment: (_run: Run, by: unknown) => ({ type: 'OPERATION_INCREMENT', by: by ?? 1 }),
  decrement: (_run: Run, by: unknown) => ({ type: 'OPERATION_DECREMENT', by: by ?? 1 }),
  append: (_run: Run, items: unknown) => ({ type: 'OPERATION_APPEND', items }),
  prepend: (_run: Run, items: unknown) => ({ type: 'OPERATION_PREPEND', items }),
  updateListItem: (_run: Run, item: unknown, index: unknown) => ({ type: 'OPERATION_UPDATE_LIST_ITEM', item, index }),
};
