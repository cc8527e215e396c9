import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import { members } from '../shared/query/form.ts';
import type { Clock } from '../shared/service.ts';
import { fromTagList, tagList, withTags } from '../shared/tags.ts';
import { dashboardProblems } from './dashboard-body.ts';
import { invalidValue, parseInput } from './input.ts';
import { dashboardArn } from './records.ts';
import type { CloudWatchRecords } from './records.ts';

const name = v.string();
const oneInput = v.strictObject({ DashboardName: name });
const putInput = v.strictObject({ DashboardName: name, DashboardBody: v.string(), Tags: members(tagList.item) });
const listInput = v.strictObject({ DashboardNamePrefix: v.optional(name), NextToken: v.optional(v.string()) });
const deleteInput = v.strictObject({ DashboardNames: v.pipe(members(name), v.minLength(1)) });

const NAME = /^[A-Za-z0-9_-]{1,255}$/;
const PAGE = 1000;

/** Operations on dashboards. Source: Amazon CloudWatch API Reference. */
export function dashboardOperations({ dashboards }: CloudWatchRecords, clock: Clock): Operations {
  return {
    PutDashboard: async (input) => {
      const { DashboardName, DashboardBody, Tags } = parseInput(putInput, input);
      const problems = NAME.test(DashboardName)
        ? dashboardProblems(DashboardBody)
        : [{ Message: 'The dashboard name must be 1 to 255 characters of A-Z, a-z, 0-9, - and _' }];
      if (problems.length > 0) throw invalidDashboard(problems);
      const tags = dashboards.get(DashboardName)?.tags ?? withTags({}, fromTagList(Tags));
      await dashboards.put(DashboardName, { name: DashboardName, body: DashboardBody, modifiedAt: clock(), tags });
      return { DashboardValidationMessages: [] };
    },
    GetDashboard: (input) => {
      const { DashboardName } = parseInput(oneInput, input);
      const found = dashboards.get(DashboardName);
      if (!found) throw noDashboard(DashboardName);
      return { DashboardArn: dashboardArn(DashboardName), DashboardBody: found.body, DashboardName };
    },
    ListDashboards: (input) => {
      const { DashboardNamePrefix, NextToken } = parseInput(listInput, input);
      const found = dashboards.list(DashboardNamePrefix);
      const { items, next } = pageOf(found, (dashboard) => dashboard.name, { maximum: PAGE, token: NextToken });
      const entries = items.map(({ name: DashboardName, body, modifiedAt }) => ({
        DashboardName,
        DashboardArn: dashboardArn(DashboardName),
        LastModified: new Date(modifiedAt),
        Size: Buffer.byteLength(body),
      }));
      return { DashboardEntries: entries, NextToken: next };
    },
    DeleteDashboards: async (input) => {
      const { DashboardNames } = parseInput(deleteInput, input);
      const wrong = DashboardNames.find((each) => !NAME.test(each));
      if (wrong !== undefined) throw invalidValue(`The dashboard name ${wrong} is not valid`);
      const missing = DashboardNames.find((each) => !dashboards.has(each));
      if (missing !== undefined) throw noDashboard(missing);
      for (const each of DashboardNames) await dashboards.delete(each);
      return {};
    },
  };
}

const noDashboard = (missing: string): AwsError =>
  new AwsError('DashboardNotFoundError', `Dashboard ${missing} does not exist`, {}, 404);

function invalidDashboard(problems: ReturnType<typeof dashboardProblems>): AwsError {
  const said = problems.map(({ DataPath, Message }) => (DataPath === undefined ? Message : `${DataPath}: ${Message}`));
  const message = `The field DashboardBody must be a valid JSON object: ${said.join('; ')}`;
  return new AwsError('DashboardInvalidInputError', message, { dashboardValidationMessages: problems });
}
