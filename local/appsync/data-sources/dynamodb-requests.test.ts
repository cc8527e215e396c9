import { describe, expect, it } from 'vitest';
import { AwsError } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { tableSource } from '../testing/dynamodb.ts';

const key = (author: string, id: number) => ({ author: { S: author }, id: { N: id } });
const notAsked: JsonCaller = () => Promise.reject(new Error('Nothing is to be asked'));

describe('what is wrong with a request', () => {
  it.each([
    [{}, "Value for field '$[operation]' not found."],
    [{ operation: 'Truncate' }, "Unsupported operation 'Truncate'."],
    [{ operation: 'Sync' }, "Unsupported operation 'Sync': the data source is not versioned."],
    [{ operation: 'BatchGetItem', version: '2017-02-28', tables: {} }, "Unsupported operation 'BatchGetItem'."],
    [{ operation: 'Scan', scanIndexForward: true }, "Unsupported element '$[scanIndexForward]'."],
    [{ operation: 'DeleteItem', key: key('a', 1), _version: 1 }, "Unsupported element '$[_version]'."],
    [
      { operation: 'BatchGetItem', tables: { posts: [key('a', 1)] } },
      "Invalid value for field '$[tables][posts]': Expected an object with keys",
    ],
    [{ operation: 'GetItem' }, "Value for field '$[key]' not found."],
    [{ operation: 'GetItem', key: key('a', 1), returnValues: 'NONE' }, "Unsupported element '$[returnValues]'."],
    [{ operation: 'GetItem', key: { author: 'a' } }, "Invalid value for field '$[key][author]'"],
    [{ operation: 'GetItem', key: { author: { S: 1 } } }, "Invalid value for field '$[key][author][S]'"],
    [{ operation: 'UpdateItem', key: key('a', 1), update: {} }, "Value for field '$[update][expression]' not found."],
    [
      {
        operation: 'PutItem',
        key: key('a', 1),
        condition: { expression: 'x', conditionalCheckFailedHandler: { strategy: 'Custom' } },
      },
      "Value for field '$[condition][conditionalCheckFailedHandler][lambdaArn]' not found.",
    ],
  ])('%j', async (request, message) => {
    const { result, error } = await tableSource({ call: notAsked, table: 'posts' }).invoke(request);
    expect(result).toBeNull();
    expect(error?.type).toBe('MappingTemplate');
    expect(error?.message).toContain(message);
  });

  it('rejects on a failure that is none of DynamoDB', async () => {
    const call: JsonCaller = () => Promise.reject(new Error('disk full'));
    const source = tableSource({ call, table: 'posts' });
    await expect(source.invoke({ operation: 'GetItem', key: key('a', 1) })).rejects.toThrow('disk full');
  });
});

describe('typed values ("Type system (request mapping)", "Type system (response mapping)")', () => {
  it.each([
    ['S', { S: 'some string' }, { S: 'some string' }, 'some string'],
    [
      'SS',
      { SS: ['first value', 'second value'] },
      { SS: ['first value', 'second value'] },
      ['first value', 'second value'],
    ],
    ['N, a number', { N: 1234 }, { N: '1234' }, 1234],
    ['N, a string', { N: '-0.5' }, { N: '-0.5' }, -0.5],
    ['NS', { NS: [67.8, 12.2, 70] }, { NS: ['67.8', '12.2', '70'] }, [67.8, 12.2, 70]],
    ['B', { B: 'SGVsbG8sIFdvcmxkIQo=' }, { B: 'SGVsbG8sIFdvcmxkIQo=' }, 'SGVsbG8sIFdvcmxkIQo='],
    ['BS', { BS: ['SGVsbG8sIFdvcmxkIQo='] }, { BS: ['SGVsbG8sIFdvcmxkIQo='] }, ['SGVsbG8sIFdvcmxkIQo=']],
    ['BOOL', { BOOL: true }, { BOOL: true }, true],
    ['NULL', { NULL: null }, { NULL: true }, null],
    [
      'L',
      { L: [{ S: 'A string value' }, { N: 1 }, { SS: ['Another'] }] },
      { L: [{ S: 'A string value' }, { N: '1' }, { SS: ['Another'] }] },
      ['A string value', 1, ['Another']],
    ],
    [
      'M',
      { M: { someString: { S: 'A' }, someNumber: { N: 1 }, stringSet: { SS: ['B'] } } },
      { M: { someString: { S: 'A' }, someNumber: { N: '1' }, stringSet: { SS: ['B'] } } },
      { someString: 'A', someNumber: 1, stringSet: ['B'] },
    ],
  ])('%s', async (_, typed, sent, seen) => {
    const inputs: unknown[] = [];
    const source = tableSource({
      table: 'posts',
      call: (_name, input) => Promise.resolve(inputs.push(input) > 1 ? { Item: { value: sent } } : {}),
    });
    const attributeValues = { value: typed };
    expect((await source.invoke({ operation: 'PutItem', key: {}, attributeValues })).result).toEqual({ value: seen });
    expect(inputs).toMatchObject([{ Item: { value: sent } }]);
    expect((await source.invoke({ operation: 'GetItem', key: {} })).result).toEqual({ value: seen });
  });

  it.each([
    [{ S: 1 }, '[S]'],
    [{ N: true }, '[N]'],
    [{ BOOL: 'true' }, '[BOOL]'],
    [{ SS: 'a' }, '[SS]'],
    [{ NS: ['a', null] }, '[NS]'],
    [{ L: [1] }, '[L][0]'],
    [{ M: { a: 'b' } }, '[M][a]'],
    [{ S: 'a', N: 1 }, ''],
    [{ X: 'a' }, ''],
    [{}, ''],
    ['a', ''],
    [null, ''],
  ])('%j is refused', async (value, at) => {
    const source = tableSource({ table: 'posts', call: notAsked });
    const { error } = await source.invoke({ operation: 'PutItem', key: {}, attributeValues: { value } });
    expect(error?.type).toBe('MappingTemplate');
    expect(error?.message).toContain(`'$[attributeValues][value]${at}`);
  });
});

describe('what DynamoDB refuses', () => {
  it.each([
    ['ProvisionedThroughputExceededException', 400, 'DynamoDB:ProvisionedThroughputExceededException'],
    ['RequestLimitExceeded', 400, 'DynamoDB:RequestLimitExceeded'],
    ['ResourceNotFoundException', 400, 'DynamoDB:ResourceNotFoundException'],
    ['ItemCollectionSizeLimitExceededException', 400, 'DynamoDB:ItemCollectionSizeLimitExceededException'],
    ['TransactionConflictException', 400, 'DynamoDB:TransactionConflictException'],
    ['InternalServerError', 500, 'DynamoDB:InternalServerError'],
    ['ValidationException', 400, 'DynamoDB:DynamoDbException'],
    ['ThrottlingException', 400, 'DynamoDB:DynamoDbException'],
    ['AccessDeniedException', 400, 'DynamoDB:DynamoDbException'],
  ])('%s is an error of its type', async (code, status, type) => {
    const call = () => Promise.reject(new AwsError(code, 'No', {}, status));
    for (const request of [
      { operation: 'Scan' },
      { operation: 'PutItem', key: {} },
      { operation: 'DeleteItem', key: {} },
    ]) {
      const { result, error } = await tableSource({ table: 'posts', call }).invoke(request);
      expect(result).toBeNull();
      expect(error?.type).toBe(type);
      expect(error?.message).toMatch(
        new RegExp(`^No \\(Service: DynamoDb, Status Code: ${status}, Request ID: \\w+\\)$`),
      );
    }
  });
});

describe('limits', () => {
  const many = (count: number) => Array.from({ length: count }, (_, id) => ({ id: { N: id } }));
  const gets = (count: number) => many(count).map((key) => ({ table: 'posts', key }));
  it.each([
    [
      '100 keys of a BatchGetItem',
      { operation: 'BatchGetItem', tables: { a: { keys: many(60) }, b: { keys: many(41) } } },
    ],
    ['25 keys of a BatchDeleteItem', { operation: 'BatchDeleteItem', tables: { a: many(25), b: many(1) } }],
    ['25 items of a BatchPutItem', { operation: 'BatchPutItem', tables: { a: many(26) } }],
    ['100 items of a TransactGetItems', { operation: 'TransactGetItems', transactItems: gets(101) }],
    [
      '100 items of a TransactWriteItems',
      {
        operation: 'TransactWriteItems',
        transactItems: gets(101).map((each) => ({ ...each, operation: 'DeleteItem' })),
      },
    ],
    ['at least one table of a BatchGetItem', { operation: 'BatchGetItem', tables: {} }],
    ['at least one item of a TransactGetItems', { operation: 'TransactGetItems', transactItems: [] }],
  ])('%s', async (_, request) => {
    expect((await tableSource({ table: 'posts', call: notAsked }).invoke(request)).error?.type).toBe('MappingTemplate');
  });
});
