import { AwsError } from '../../shared/aws-error.ts';
import { alreadyExists, invalidArgument, noSuch } from '../errors.ts';
import { functionArn, type ControlContext, type EdgeFunction, type Stage } from '../records.ts';
import { newId, requireVersion, type XmlAnswer, type XmlOperations, type XmlRequest } from '../rest-xml.ts';
import { syntaxErrorOf } from '../requests/function-runtime.ts';
import { createFunction, updateFunction } from '../schema/others.ts';
import { itemsOf, listed } from '../schema/values.ts';

type StageName = 'DEVELOPMENT' | 'LIVE';

/** Functions at their two stages: what is written is in development, and live once it is published. */
export function functionOperations({ records, clock }: ControlContext): XmlOperations {
  function find(request: XmlRequest): EdgeFunction {
    const found = records.function.get(request.path('name'));
    if (!found) throw noSuch('NoSuchFunctionExists', 'function');
    return found;
  }

  function isAssociated(name: string): boolean {
    const associations = records.distribution
      .list()
      .flatMap(({ config }) => itemsOf(config.DefaultCacheBehavior.FunctionAssociations));
    return associations.some(({ FunctionARN }) => FunctionARN === functionArn(name));
  }

  function summary({ name, live }: EdgeFunction, stage: Stage, at: StageName) {
    const published = isAssociated(name) ? 'DEPLOYED' : 'UNASSOCIATED';
    return {
      Name: name,
      Status: stage.code === live?.code ? published : 'UNPUBLISHED',
      FunctionConfig: { Comment: stage.config.Comment, Runtime: stage.config.Runtime },
      FunctionMetadata: {
        FunctionARN: functionArn(name),
        Stage: at,
        CreatedTime: new Date(stage.createdAt).toISOString(),
        LastModifiedTime: new Date(stage.changedAt).toISOString(),
      },
    };
  }

  function answer(made: EdgeFunction, at: StageName): XmlAnswer {
    const stage = stageOf(made, at);
    return { headers: { etag: stage.etag }, document: ['FunctionSummary', summary(made, stage, at)] };
  }

  return {
    'POST /function': async (request) => {
      const {
        Name: name,
        FunctionConfig: config,
        FunctionCode: code,
      } = await request.body('CreateFunctionRequest', createFunction);
      requireRunnable(code);
      if (records.function.has(name))
        throw alreadyExists('FunctionAlreadyExists', 'A function with the same name already exists in this account.');
      const made = { name, development: { etag: newId(), config, code, createdAt: clock(), changedAt: clock() } };
      await records.function.put(name, made);
      return { ...answer(made, 'DEVELOPMENT'), status: 201 };
    },
    'PUT /function/:name': async (request) => {
      const { name, development, live } = find(request);
      requireVersion(request.ifMatch, development.etag);
      const { FunctionConfig: config, FunctionCode: code } = await request.body(
        'UpdateFunctionRequest',
        updateFunction,
      );
      requireRunnable(code);
      const changed = { ...development, etag: newId(), config, code, changedAt: clock() };
      const made = { name, development: changed, ...(live && { live }) };
      await records.function.put(name, made);
      // By the name that the service's model has for it, a slip of the pen, and by the right one.
      return { ...answer(made, 'DEVELOPMENT'), headers: { etag: changed.etag, ettag: changed.etag } };
    },
    'POST /function/:name/publish': async (request) => {
      const { name, development } = find(request);
      requireVersion(request.ifMatch, development.etag);
      const made = { name, development, live: { ...development, etag: newId(), changedAt: clock() } };
      await records.function.put(name, made);
      return answer(made, 'LIVE');
    },
    'GET /function/:name/describe': (request) => answer(find(request), askedStage(request)),
    'GET /function/:name': (request) => {
      const { etag, code } = stageOf(find(request), askedStage(request));
      return { headers: { etag }, bytes: { type: 'application/octet-stream', text: code } };
    },
    'DELETE /function/:name': async (request) => {
      const { name, development } = find(request);
      requireVersion(request.ifMatch, development.etag);
      if (isAssociated(name))
        throw new AwsError(
          'FunctionInUse',
          'Cannot delete the function because it is associated with one or more cache behaviors.',
          {},
          409,
        );
      await records.function.delete(name);
      return {};
    },
    'GET /function': (request) => {
      const at = askedStage(request);
      const items = records.function.list().flatMap((made) => {
        const stage = at === 'LIVE' ? made.live : made.development;
        return stage ? [summary(made, stage, at)] : [];
      });
      return { document: ['FunctionList', { MaxItems: 100, ...listed('FunctionSummary', items) }] };
    },
  };
}

function askedStage(request: XmlRequest): StageName {
  const stage = request.query('Stage') ?? 'DEVELOPMENT';
  if (stage === 'DEVELOPMENT' || stage === 'LIVE') return stage;
  throw invalidArgument(`The stage ${stage} is neither DEVELOPMENT nor LIVE.`);
}

function stageOf({ development, live }: EdgeFunction, at: StageName): Stage {
  const stage = at === 'LIVE' ? live : development;
  if (!stage) throw noSuch('NoSuchFunctionExists', 'function');
  return stage;
}

function requireRunnable(code: string): void {
  const wrong = syntaxErrorOf(code);
  if (wrong !== undefined) throw invalidArgument(`The function's code has a syntax error: ${wrong}`);
}
