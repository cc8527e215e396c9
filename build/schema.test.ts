import { expect, it } from 'vitest';
import { readSchema } from './schema.ts';
import { projectOf } from './testing/project.ts';

it('folds what the files say of a type into one, and leaves out what AppSync supplies', async () => {
  const root = await projectOf({
    'schema/a.graphql': 'extend type Query @aws_iam { "An a." a: Int }\n',
    'schema/api.graphql': '"Asks." type Query { b: Int }\nextend type Query { c(x: Int): Int }\n',
    'schema/aws.graphql': 'scalar AWSDateTime\ndirective @aws_iam on OBJECT\n',
    'schema/notes.md': 'no SDL',
  });
  expect(await readSchema(`${root}/schema`)).toBe(
    '"Asks."\ntype Query @aws_iam {\n  "An a."\n  a: Int\n  b: Int\n  c(x: Int): Int\n}\n',
  );
});
