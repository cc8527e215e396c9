/**
 * AWS's public prices in US East (N. Virginia), in US dollars, without free tiers and volume discounts unless said. They change, and differ by Region:
 * the pricing page of each service, which the comments name, has the ones of today. Of these, Timestream's writes and storage and IoT Core's messages and
 * connections were read in AWS's own pages; the others come from elsewhere and are to be looked up before a sum is relied on. Of DynamoDB, what counts as
 * a unit was read in AWS's own page, and what a unit costs, since it was halved in November 2024, in many others that agree.
 */
export const PRICES_COLLECTED = 'November 2026';

const MILLION = 1_000_000;

export const prices = {
  // "Amazon Timestream pricing"; "Timestream Compute Unit (TCU)" in the Timestream Developer Guide.
  timestream: { write: 0.5 / MILLION, memoryGbHour: 0.036, magneticGbMonth: 0.03, tcuHour: 0.518 },
  // "AWS IoT Core pricing". Messages get cheaper with their number: from the first, from the 1,000,000,001st, from the 5,000,000,001st.
  iot: {
    connectionMinute: 0.08 / MILLION,
    messages: [
      { upTo: 1e9, each: 1 / MILLION },
      { upTo: 5e9, each: 0.8 / MILLION },
      { upTo: Infinity, each: 0.7 / MILLION },
    ],
    rule: 0.15 / MILLION,
    action: 0.15 / MILLION,
  },
  // "Amazon SQS pricing", standard queues.
  sqs: { request: 0.4 / MILLION },
  // "AWS Lambda pricing", Arm.
  lambda: { request: 0.2 / MILLION, gbSecond: 0.0000133334 },
  // "Amazon DynamoDB pricing for on-demand capacity".
  dynamodb: { write: 0.625 / MILLION, read: 0.125 / MILLION, gbMonth: 0.25, recoveryGbMonth: 0.2 },
  // "AWS AppSync pricing".
  appsync: { request: 4 / MILLION, update: 2 / MILLION, connectionMinute: 0.08 / MILLION },
  // "Amazon Cognito pricing", Essentials; the first 10,000 users of a month are free for good.
  cognito: { user: 0.015, freeUsers: 10_000 },
  // "Amazon S3 pricing", S3 Standard; data that leave AWS, from "Amazon EC2 On-Demand Pricing".
  s3: { gbMonth: 0.023, put: 0.005 / 1000, transferGb: 0.09 },
  // "Amazon SES pricing".
  ses: { mail: 0.1 / 1000 },
  // "Amazon CloudWatch pricing"; "AWS X-Ray pricing".
  cloudwatch: { logGb: 0.5, logGbMonth: 0.03, alarm: 0.1, metric: 0.3, dashboard: 3, trace: 5 / MILLION },
} as const;
