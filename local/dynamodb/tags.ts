import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { JsonOperations } from '../shared/json-service.ts';
import type { Database } from './database.ts';
import { validationError } from './errors.ts';
import { parseInput } from './input.ts';
import { tableArn } from './table-description.ts';
import type { TableRecord } from './table-record.ts';
import type { View } from './view.ts';

const tag = v.strictObject({
  Key: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  Value: v.pipe(v.string(), v.maxLength(256)),
});

/** Tags as CreateTable takes them. */
export const tags = v.nullish(v.pipe(v.array(tag), v.maxLength(50)));

const arn = v.string();
const tagRequest = v.strictObject({ ResourceArn: arn, Tags: v.array(tag) });
const untagRequest = v.strictObject({ ResourceArn: arn, TagKeys: v.array(v.string()) });
const listRequest = v.strictObject({ ResourceArn: arn, NextToken: v.nullish(v.never()) });

/** The operations on the tags of tables. Source: Amazon DynamoDB API Reference. */
export function tagOperations(database: Database): JsonOperations {
  return {
    async TagResource(input) {
      const { ResourceArn: resource, Tags: added } = parseInput('TagResource', tagRequest, input);
      return database.exclusive((view) => {
        const record = taggedTable(view, resource);
        const keys = added.map(({ Key: key }) => key);
        const kept = record.tags.filter(({ Key: key }) => !keys.includes(key));
        const all = [...kept, ...added];
        if (all.length > 50) throw new AwsError('LimitExceededException', 'A table has at most 50 tags');
        view.putTable({ ...record, tags: all });
        return Promise.resolve({});
      });
    },

    async UntagResource(input) {
      const { ResourceArn: resource, TagKeys: removed } = parseInput('UntagResource', untagRequest, input);
      return database.exclusive((view) => {
        const record = taggedTable(view, resource);
        view.putTable({ ...record, tags: record.tags.filter(({ Key: key }) => !removed.includes(key)) });
        return Promise.resolve({});
      });
    },

    ListTagsOfResource(input) {
      const { ResourceArn: resource } = parseInput('ListTagsOfResource', listRequest, input);
      return Promise.resolve({ Tags: taggedTable(database.reader(), resource).tags });
    },
  };
}

function taggedTable(view: View, resource: string): TableRecord {
  const name = resource.split(':table/').at(-1) ?? '';
  if (resource !== tableArn(name))
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${resource}`);
  return view.table(
    name,
    () => new AwsError('ResourceNotFoundException', `Requested resource not found: ResourcArn: ${resource} not found`),
  );
}
