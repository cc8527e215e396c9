import { awsScalars } from '../scalars/index.ts';

/**
 * What AppSync adds to the SDL that it is given. Directives of modes that are not supported here (`@aws_oidc`, `@aws_lambda`) are left out, so that a
 * schema with one is refused.
 */
export const awsDefinitions = `
${awsScalars.map(({ name }) => `scalar ${name}`).join('\n')}
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_api_key on OBJECT | FIELD_DEFINITION
directive @aws_auth(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
directive @aws_iam on OBJECT | FIELD_DEFINITION
`;
