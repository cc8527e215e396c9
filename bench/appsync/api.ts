/** The API that both serve: the same schema on the same table, its resolvers in the language of each. */

export const TABLE = 'bench-devices';
export const ORGANIZATION = 'org-1';
export const DEVICES = 50;

export const schema = `
type Metric { name: String! label: String unit: String }
type Device { id: ID! name: String! description: String model: String tags: [String!] metrics: [Metric!]! createdAt: String version: Int! }
type DevicePage { items: [Device!]! nextToken: String }
type Query { device(id: ID!): Device devices(limit: Int!): DevicePage }
schema { query: Query }
`;

const fields = 'id name description model tags metrics { name label unit } createdAt version';

export const questions = {
  'a device (GetItem)': { query: `query ($id: ID!) { device(id: $id) { ${fields} } }`, variables: { id: 'device-17' } },
  'a list of 50 (Query)': {
    query: `query ($limit: Int!) { devices(limit: $limit) { items { ${fields} } } }`,
    variables: { limit: DEVICES },
  },
} as const;

/** An item of the table. */
export function deviceItem(index: number) {
  return {
    organizationId: ORGANIZATION,
    id: `device-${index}`,
    name: `Level of tank ${index}`,
    description: 'Measures how full the tank is, above the pump on the north side',
    model: 'LS-200',
    tags: ['tank', 'north'],
    metrics: [
      { name: 'level', label: 'Level', unit: 'm' },
      { name: 'temperature', label: 'Temperature', unit: '°C' },
    ],
    createdAt: '2026-01-01T00:00:00.000Z',
    version: 3,
  };
}

const response = 'export function response(ctx) { return ctx.result; }';

/** The request handlers of APPSYNC_JS, by field. */
export const code = {
  device: `import { get } from '@aws-appsync/utils/dynamodb';
export function request(ctx) {
  return get({ key: { organizationId: '${ORGANIZATION}', id: ctx.args.id } });
}
${response}`,
  devices: `import { query } from '@aws-appsync/utils/dynamodb';
export function request(ctx) {
  return query({ query: { organizationId: { eq: '${ORGANIZATION}' } }, limit: ctx.args.limit });
}
${response}`,
} as const;

const answer = '$util.toJson($ctx.result)';

/** The same as mapping templates, by field: the request and the response. */
export const templates = {
  device: [
    `{ "version": "2018-05-29", "operation": "GetItem",
  "key": {
    "organizationId": $util.dynamodb.toDynamoDBJson("${ORGANIZATION}"), "id": $util.dynamodb.toDynamoDBJson($ctx.args.id)
  } }`,
    answer,
  ],
  devices: [
    `{ "version": "2018-05-29", "operation": "Query", "limit": $ctx.args.limit,
  "query": {
    "expression": "#organizationId = :organizationId",
    "expressionNames": { "#organizationId": "organizationId" },
    "expressionValues": { ":organizationId": $util.dynamodb.toDynamoDBJson("${ORGANIZATION}") }
  } }`,
    answer,
  ],
} as const;
