import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { APPSYNC_DEFINITIONS, readSchema } from '../../../build/schema.ts';
import { PassedAudit } from '../../../functions/shared/audit/passed.ts';
import { accessRules } from '../../../local/appsync/auth/directives.ts';
import { caller } from '../../../resolvers/testing/rows.ts';
import { ACTIONS, TARGETS } from './actions.ts';

const directory = join(import.meta.dirname, '../../../schema');
const appsync = await readFile(join(directory, APPSYNC_DEFINITIONS), 'utf8');
const schema = buildSchema(`${appsync}\n${await readSchema(directory)}`);

/** What a sign-in does, as the description of `AuditEvent.action` names it. */
const ON_SIGN_IN = ['joinOrganization', 'foundOrganization', 'changeEmail'];

describe('what audit events tell of', () => {
  it('is each mutation that somebody may call, and what a sign-in does', () => {
    const access = accessRules(schema, { modes: ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'] });
    const administrator = {
      mode: 'AMAZON_COGNITO_USER_POOLS' as const,
      identity: { ...caller, groups: ['ADMINISTRATOR'] },
      allowsField: () => true,
    };
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
    const forPeople = mutations.filter((name) => access.allows(administrator, 'Mutation', name));
    expect(forPeople).toContain('createDevice');
    expect(forPeople).not.toContain('publishReadings');
    expect([...ACTIONS].sort()).toEqual([...forPeople, ...ON_SIGN_IN].sort());
  });

  it('names what a sign-in does as the schema does', () => {
    const type = schema.getType('AuditEvent');
    const told = isObjectType(type) ? (type.getFields().action?.description ?? '') : '';
    for (const action of ON_SIGN_IN) expect(told).toContain(`\`${action}\``);
  });

  it('is done to what events can be about', () => {
    expect([...TARGETS]).toEqual(PassedAudit.entries.targetType.options);
  });
});
