import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';
import { ReadingsLocation } from '../shared/readings/location.ts';

const Name = v.pipe(v.string(), v.nonEmpty());

export default defineFunction({
  description: 'Makes the files of exports, mails their links, and removes what is over',
  // As long as Lambda lets a function run: what is not done by then goes on from its checkpoint.
  timeoutSeconds: 900,
  // One whole virtual CPU: "Configure Lambda function memory" in the AWS Lambda Developer Guide.
  memoryMb: 1769,
  environment: v.object({
    READINGS_STORE: ReadingsLocation,
    EXPORTS_TABLE: Name,
    EXPORT_LEDGER_TABLE: Name,
    DEVICES_TABLE: Name,
    IDENTITIES_TABLE: Name,
    ORGANIZATIONS_TABLE: Name,
    EXPORTS_BUCKET: Name,
    UNLOAD_BUCKET: Name,
    GRAPHQL_URL: v.pipe(v.string(), v.url()),
    DOWNLOAD_URL: v.pipe(v.string(), v.url()),
    MAIL_FROM: Name,
    EXPORT_DAYS: v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,2}$/, 'must be a whole number of days from 1 to 999'),
      v.transform(Number),
    ),
  }),
  graphqlFields: ['Mutation.publishExport'],
});
