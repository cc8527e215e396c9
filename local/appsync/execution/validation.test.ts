import { buildSchema, parse, specifiedRules } from 'graphql';
import { describe, expect, it } from 'vitest';
import { conflictReason } from './field-conflict.ts';
import { rules } from './validation-rules.ts';
import { validationErrors } from './validation.ts';

const schema = buildSchema(`
  directive @on_field(text: String!) on FIELD
  enum Role { ADMIN VIEWER }
  scalar AWSDate
  input Filter { name: String! inner: Inner all: [Inner] }
  input Inner { id: ID! count: Int = 1 must: Int! = 2 }
  interface Named { name: String }
  type Query {
    device(id: ID!, first: Int): Device
    find(filter: Filter, role: Role, ids: [ID!], roles: [Role], day: AWSDate, text: String!): Device
    named: Named
    any: Any
  }
  type Mutation { a: Int }
  type Device implements Named { id: ID name: String child: Device named: Named }
  type Other implements Named { name: String id: ID! names: [String] child: Other }
  type Alone { id: ID }
  union Any = Device | Other
`);

/** Where the words are from: an issue of GitHub that shows AppSync's answer, or graphql-java 12 where none was found. */
const JAVA = 'graphql-java';

const errorsOf = (query: string) =>
  validationErrors(schema, parse(query)).map(({ path, locations, message }) => {
    expect(path).toBeNull();
    return [locations?.map(({ line, column }) => `${line}:${column}`).join(' '), message];
  });

describe('what a query that is not valid is told', () => {
  it.each<[query: string, at: string, message: string, source: string]>([
    [
      '{badfield}',
      '1:2',
      "FieldUndefined: Field 'badfield' in type 'Query' is undefined @ 'badfield'",
      'graphql-over-http#81',
    ],
    [
      '{ device(id: 1) { x: thing } }',
      '1:19',
      "FieldUndefined: Field 'thing' in type 'Device' is undefined @ 'device/thing'",
      'graphql-over-http#81',
    ],
    ['{ device { id } }', '1:3', "MissingFieldArgument: Missing field argument id @ 'device'", JAVA],
    ['{ device(id: "1", last: 2) { id } }', '1:19', "UnknownArgument: Unknown field argument last @ 'device'", JAVA],
    [
      '{ device(id: "1") }',
      '1:3',
      "SubSelectionRequired: Sub selection required for type Device of field device @ 'device'",
      JAVA,
    ],
    [
      '{ device(id: "1") { id { x } } }',
      '1:21',
      "SubSelectionNotAllowed: Sub selection not allowed on leaf type ID of field id @ 'device/id'",
      JAVA,
    ],
    [
      '{ device(id: 1) { ...Parts } }',
      '1:19',
      "UndefinedFragment: Undefined fragment Parts @ 'device'",
      'amplify-codegen#29',
    ],
    ['fragment F on Device { id } { device(id: 1) { id } }', '1:1', 'UnusedFragment: Unused fragment F', JAVA],
    [
      '{ device(id: 1) { ...F } } fragment F on Nothing { id }',
      '1:42',
      "UnknownType: Unknown type Nothing @ 'F'",
      'amplify-cli#4016',
    ],
    [
      'query ($id: Nothing) { device(id: $id) { id } }',
      '1:13',
      'UnknownType: Unknown type Nothing',
      'amplify-cli#4016',
    ],
    [
      '{ device(id: 1) { ... on Role { id } } }',
      '1:19',
      "InlineFragmentTypeConditionInvalid: Inline fragment type condition is invalid, must be on Object/Interface/Union @ 'device'",
      JAVA,
    ],
    [
      '{ device(id: 1) { ...F } } fragment F on Role { id }',
      '1:28',
      "FragmentTypeConditionInvalid: Fragment type condition is invalid, must be on Object/Interface/Union @ 'F'",
      JAVA,
    ],
    [
      '{ device(id: 1) { ... on Alone { id } } }',
      '1:19',
      "InvalidFragmentType: Fragment cannot be spread here as objects of type Device can never be of type Alone @ 'device'",
      JAVA,
    ],
    [
      '{ device(id: 1) { ...F } } fragment F on Alone { id }',
      '1:19',
      "InvalidFragmentType: Fragment F cannot be spread here as objects of type Device can never be of type Alone @ 'device'",
      JAVA,
    ],
    [
      '{ device(id: 1) { ...F } } fragment F on Device { child { ...F } }',
      '1:59',
      "FragmentCycle: Fragment cycles not allowed @ 'F/child'",
      JAVA,
    ],
    ['{ device(id: $id) { id } }', '1:14', "UndefinedVariable: Undefined variable id @ 'device'", JAVA],
    ['query ($id: ID) { device(id: "1") { id } }', '1:8', 'UnusedVariable: Unused variable id', JAVA],
    ['query ($d: Device) { find(text: $d) { id } }', '1:8', 'NonInputTypeOnVariable: Wrong type for a variable', JAVA],
    [
      'query getCard($id: String!) { device(id: $id) { id } }',
      '1:42',
      "VariableTypeMismatch: Variable type 'String!' doesn't match expected type 'ID!' @ 'device'",
      'graphql-tag#652',
    ],
    [
      'query ($r: [Role] = []) { find(roles: $r, text: "", ids: $r) { id } }',
      '1:58',
      "VariableTypeMismatch: Variable type '[Role]!' doesn't match expected type '[ID!]' @ 'find'",
      JAVA,
    ],
    [
      'query ($f: Int = "a") { device(id: 1, first: $f) { id } }',
      '1:8',
      "BadValueForDefaultArg: Bad default value StringValue{value='a'} for type Int",
      JAVA,
    ],
    [
      'query ($r: [Role] = [BOSS]) { find(roles: $r, text: "") { id } }',
      '1:8',
      "BadValueForDefaultArg: Bad default value ArrayValue{values=[EnumValue{name='BOSS'}]} for type null",
      JAVA,
    ],
    ['{ device(id: 1) { id @nothing } }', '1:22', "UnknownDirective: Unknown directive nothing @ 'device/id'", JAVA],
    [
      'query @skip(if: true) { device(id: 1) { id } }',
      '1:7',
      'MisplacedDirective: Directive skip not allowed here',
      JAVA,
    ],
    [
      '{ device(id: 1) { id @skip } }',
      '1:22',
      "MissingDirectiveArgument: Missing directive argument if @ 'device/id'",
      JAVA,
    ],
    [
      '{ device(id: 1) { id @skip(if: true, of: 1) } }',
      '1:38',
      "UnknownDirective: Unknown directive argument of @ 'device/id'",
      JAVA,
    ],
    [
      '{ device(id: 1) { id @skip(if: true) @skip(if: true) } }',
      '1:38',
      "DuplicateDirectiveName: Directives must be uniquely named within a location. The directive 'skip' used on a 'Field' is not unique. @ 'device/id'",
      JAVA,
    ],
    [
      '{ device(id: 1) { id } } query B { device(id: 1) { id } }',
      '1:26',
      'LoneAnonymousOperationViolation: Operation B is following anonymous operation.',
      JAVA,
    ],
    [
      'query B { device(id: 1) { id } } { device(id: 1) { id } }',
      '1:34',
      'LoneAnonymousOperationViolation: Anonymous operation with other operations.',
      JAVA,
    ],
    [
      'query B { device(id: 1) { id } } query B { device(id: 1) { id } }',
      '1:34',
      "DuplicateOperationName: There can be only one operation named 'B'",
      JAVA,
    ],
    [
      '{ device(id: 1) { id } } type Thing { id: ID }',
      '1:26',
      'NonExecutableDefinition: The Thing definition is not executable.',
      JAVA,
    ],
    [
      '{ device(id: 1) { id } device(id: 2) { id } }',
      '1:3 1:24',
      'FieldsConflict: device: they have differing arguments',
      JAVA,
    ],
    [
      '{ device(id: 1) { a: id a: name } }',
      '1:19 1:25',
      "FieldsConflict: a: id and name are different fields @ 'device'",
      JAVA,
    ],
    [
      '{ any { ... on Device { id } ... on Other { id } } }',
      '1:25 1:45',
      "FieldsConflict: id: fields have different nullability shapes @ 'any'",
      'graphql-spring-boot#347',
    ],
    [
      '{ any { ... on Device { id } ... on Other { id: names } } }',
      '1:25 1:45',
      "FieldsConflict: id: fields have different list shapes @ 'any'",
      JAVA,
    ],
    [
      '{ any { ... on Device { x: id } ... on Other { x: name } } }',
      '1:25 1:48',
      "FieldsConflict: x: they return differing types ID and String @ 'any'",
      JAVA,
    ],
    [
      '{ device(id: 1) { child { a: id } child { a: name } } }',
      '1:19 1:27 1:35 1:43',
      "FieldsConflict: child: (a: id and name are different fields) @ 'device'",
      JAVA,
    ],
  ])('%s', (query, at, message) => {
    expect(errorsOf(query)).toContainEqual([at, `Validation error of type ${message}`]);
  });

  it('is all that is wrong, in the order of the document', () => {
    expect(errorsOf('query ($x: Int) { one device(id: 1) { two } three }').map(([at]) => at)).toEqual([
      '1:19',
      '1:39',
      '1:45',
      '1:8',
    ]);
  });

  it('is what graphql-js says where nobody reported what AppSync says', () => {
    expect(errorsOf('{ device(id: 1, id: 2) { id } }')).toEqual([
      ['1:10', 'There can be only one argument named "id".'],
    ]);
  });

  it('is all that graphql-js finds', () => {
    const missing = specifiedRules.filter((rule) => !rules.has(rule)).map(({ name }) => name);
    expect(missing).toEqual(['LoneAnonymousOperationRule']);
  });
});

describe('what an argument with a wrong literal is told, once', () => {
  const wrong = (argument: string) => errorsOf(`{ find(text: "", ${argument}) { id } }`);
  it.each<[argument: string, message: string, source: string]>([
    ['role: BOSS', "'role' with value 'EnumValue{name='BOSS'}' is not a valid 'Role'", JAVA],
    ['role: "ADMIN"', "'role' with value 'StringValue{value='ADMIN'}' is not a valid 'Role'", JAVA],
    [
      'filter: {}',
      "'filter' with value 'ObjectValue{objectFields=[]}' is missing required fields '[name]'",
      'aws-appsync-community#273',
    ],
    [
      'filter: {nam: "x", inner: 1}',
      "'filter' with value 'ObjectValue{objectFields=[ObjectField{name='nam', value=StringValue{value='x'}}, ObjectField{name='inner', value=IntValue{value=1}}]}' is missing required fields '[name]'",
      'aws-appsync-community#273',
    ],
    [
      'filter: {name: "a", x: true}',
      "'filter' with value 'ObjectValue{objectFields=[ObjectField{name='name', value=StringValue{value='a'}}, ObjectField{name='x', value=BooleanValue{value=true}}]}' contains a field not in 'Filter': 'x'",
      JAVA,
    ],
    ['filter: "a"', "'filter' with value 'StringValue{value='a'}' must be an object type", JAVA],
    ['filter: {name: 1}', "'filter.name' with value 'IntValue{value=1}' is not a valid 'String'", JAVA],
    ['filter: {name: null}', "'filter.name' with value 'NullValue{}' must not be null", JAVA],
    [
      'filter: {name: "a", all: [{id: 1}, {id: 1.5}]}',
      "'filter.all[1].id' with value 'FloatValue{value=1.5}' is not a valid 'ID'",
      JAVA,
    ],
    [
      'filter: {name: "a", inner: {}}',
      "'filter.inner' with value 'ObjectValue{objectFields=[ObjectField{name='name', value=StringValue{value='a'}}, ObjectField{name='inner', value=ObjectValue{objectFields=[]}}]}' is missing required fields '[id]'",
      JAVA,
    ],
    ['ids: [1, null]', "'ids[1]' with value 'NullValue{}' must not be null", JAVA],
    ['ids: 1.5', "'ids' with value 'FloatValue{value=1.5}' is not a valid 'ID'", JAVA],
  ])('%s', (argument, message) => {
    expect(wrong(argument)).toEqual([['1:18', `Validation error of type WrongType: argument ${message} @ 'find'`]]);
  });

  it('nothing where a single value stands for a list, or fields with defaults are left out', () => {
    expect(wrong('ids: 1, roles: ADMIN, filter: {name: "a", all: {id: 1}}')).toEqual([]);
  });
});

it('leaves a reason that it does not know as it is', () => {
  expect(conflictReason('Too much.')).toBe('Too much.');
});
