import { AwsError } from '../../shared/aws-error.ts';
import { silentLog } from '../../shared/log.ts';
import type { InvocationResult, LambdaInvoker, Mail, ServicePrincipal } from '../../shared/ports.ts';
import { serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createCognito, type Cognito } from '../cognito.ts';

/** What a test gives and sees of the service's neighbours. */
export interface Fixture {
  cognito: Cognito;
  url: string;
  /** Newest last. */
  mails: Mail[];
  /** By the function's name. A function that throws is one that failed; an AwsError is Lambda's own refusal. */
  functions: Map<string, (event: unknown) => unknown>;
  /** What the functions were called with, newest last. */
  events: unknown[];
  /** For whom they were called, newest last. */
  callers: (ServicePrincipal | undefined)[];
  /** The service's clock: real time, or the time at which it was stopped, plus `ahead` milliseconds. */
  time: { ahead: number; stopped?: number };
  directory: string;
  /** Ends the service and starts it again on the same state. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The service on a free port, with a temporary folder, for tests with real clients. */
export async function startCognito(): Promise<Fixture> {
  const { directory, remove } = await temporaryDirectory();
  const mails: Mail[] = [];
  const events: unknown[] = [];
  const callers: Fixture['callers'] = [];
  const functions = new Map<string, (event: unknown) => unknown>();
  const time: Fixture['time'] = { ahead: 0 };
  let url = '';
  const create = () =>
    createCognito({
      directory,
      log: silentLog,
      lambda: fakeLambda({ functions, events, callers }),
      mail: { deliver: (mail) => Promise.resolve(void mails.push(mail)) },
      issuerUrl: () => url,
      clock: () => (time.stopped ?? Date.now()) + time.ahead,
    });
  let cognito = await create();

  const served = await serve({ handle: (request, caller) => cognito.handle(request, caller) });
  url = served.url;

  return {
    get cognito() {
      return cognito;
    },
    url,
    mails,
    functions,
    events,
    callers,
    time,
    directory,
    async restart() {
      await cognito.close();
      cognito = await create();
    },
    async close() {
      await served.close();
      await cognito.close();
      await remove();
    },
  };
}

function fakeLambda({ functions, events, callers }: Pick<Fixture, 'functions' | 'events' | 'callers'>): LambdaInvoker {
  return {
    invoke(functionName, event, _type, by): Promise<InvocationResult> {
      events.push(event);
      callers.push(by);
      try {
        return Promise.resolve({ payload: functions.get(functionName)?.(event) ?? event });
      } catch (error) {
        if (error instanceof AwsError) return Promise.reject(error);
        const errorMessage = error instanceof Error ? error.message : String(error);
        return Promise.resolve({ payload: null, error: { errorType: 'Error', errorMessage, trace: [] } });
      }
    },
  };
}

/** The six digits of the newest mail to an address. */
export function newestCode(mails: readonly Mail[], to: string): string {
  const text = mails.findLast((mail) => mail.to.includes(to))?.text ?? '';
  const code = /\d{6}/.exec(text)?.[0];
  if (code === undefined) throw new Error(`No code was mailed to ${to}`);
  return code;
}

/** A pool as Sonde has it: e-mail as user name, codes by mail, authenticator apps, and a client for browsers. */
export const EMAIL_POOL = {
  pool: {
    PoolName: 'people',
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  },
  multiFactor: { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } },
  client: {
    ClientName: 'browser',
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    AccessTokenValidity: 15,
    IdTokenValidity: 15,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
  },
};
