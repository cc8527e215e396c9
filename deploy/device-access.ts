import {
  DeleteCertificateCommand,
  DeleteThingCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  InvalidRequestException,
  IoTClient,
  paginateListPrincipalThings,
  paginateListTargetsForPolicy,
  paginateListThingPrincipals,
  paginateListThings,
  ResourceNotFoundException,
  UpdateCertificateCommand,
  type IoTClientConfig,
} from '@aws-sdk/client-iot';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { backoff, mapConcurrently } from '../functions/shared/concurrency.ts';

/** What devices connect by was made at run time, one by one: Terraform knows nothing of it, and can remove neither the policy nor the type before it. */
export interface DeviceAccess {
  /** How much there is. */
  count(): Promise<{ certificates: number; things: number }>;
  /** Removes it. May be interrupted and run again. */
  remove(say: (text: string) => void): Promise<void>;
}

const Outputs = v.object({
  region: v.string(),
  device_policy: v.pipe(v.string(), v.nonEmpty()),
  device_type: v.pipe(v.string(), v.nonEmpty()),
});

/** AWS IoT deletes 10 certificates a second, and the SDK waits where that is too fast. Source: AWS General Reference, "AWS IoT Core endpoints and quotas". */
const AT_A_TIME = 5;
const TELL_EVERY = 500;
/** What AWS IoT says of a certificate that was revoked, which is for ever: it is not active, and can be deleted. */
const VOID = ['CertificateStateException', 'InvalidRequestException'];
/** About 6 s in all: what was detached counts as attached for a while. */
const ATTEMPTS = 8;

/**
 * The things and certificates of an environment's devices.
 * @param outputs of the root module
 * @returns undefined where nothing is deployed
 */
export function deviceAccess(
  outputs: Readonly<Record<string, unknown>>,
  options: IoTClientConfig = {},
): DeviceAccess | undefined {
  const parsed = v.safeParse(Outputs, outputs);
  if (!parsed.success) return undefined;
  const { region, device_policy: policyName, device_type: thingTypeName } = parsed.output;
  const client = new IoTClient({ region, maxAttempts: 10, ...options });

  const certificates = () =>
    all(paginateListTargetsForPolicy({ client }, { policyName }), ({ targets = [] }) => targets);
  const things = () =>
    all(paginateListThings({ client }, { thingTypeName }), (page) =>
      (page.things ?? []).map(({ thingName = '' }) => thingName),
    );

  async function removeCertificate(arn: string): Promise<void> {
    const held = await all(paginateListPrincipalThings({ client }, { principal: arn }), (page) => page.things ?? []);
    for (const thingName of held)
      await unlessGone(client.send(new DetachThingPrincipalCommand({ thingName, principal: arn })));
    await unlessGone(client.send(new DetachPolicyCommand({ policyName, target: arn })));
    const certificateId = arn.split('/').at(-1);
    await unlessGone(client.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' })), VOID);
    await patiently('DeleteConflictException', () =>
      unlessGone(client.send(new DeleteCertificateCommand({ certificateId, forceDelete: true }))),
    );
  }

  async function removeThing(thingName: string): Promise<void> {
    await patiently(InvalidRequestException.name, async () => {
      try {
        await unlessGone(client.send(new DeleteThingCommand({ thingName })));
      } catch (error) {
        // A certificate that nobody can connect with has no policy: it is found by its thing alone.
        const pages = paginateListThingPrincipals({ client }, { thingName });
        for (const principal of await all(pages, ({ principals = [] }) => principals))
          await removeCertificate(principal);
        throw error;
      }
    });
  }

  return {
    async count() {
      const [held, known] = await Promise.all([certificates(), things()]);
      return { certificates: held.length, things: known.length };
    },
    async remove(say) {
      try {
        await each(await certificates(), 'certificates', removeCertificate, say);
        await each(await things(), 'things', removeThing, say);
      } finally {
        client.destroy();
      }
    },
  };
}

async function each(
  names: readonly string[],
  what: string,
  remove: (name: string) => Promise<void>,
  say: (text: string) => void,
): Promise<void> {
  if (names.length === 0) return;
  say(`Removing ${names.length.toLocaleString('en')} ${what} of devices from AWS IoT.`);
  let done = 0;
  await mapConcurrently(names, AT_A_TIME, async (name) => {
    await remove(name);
    done += 1;
    if (done % TELL_EVERY === 0) say(`${done.toLocaleString('en')} ${what} are removed so far.`);
  });
}

/** What a listing has, on all of its pages; nothing where what is asked about is not there. */
async function all<Page, Item>(pages: AsyncIterable<Page>, itemsOf: (page: Page) => readonly Item[]): Promise<Item[]> {
  const items: Item[] = [];
  try {
    for await (const page of pages) items.push(...itemsOf(page));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return items;
}

/** @param fine other refusals that say that nothing is left to be done */
async function unlessGone(request: Promise<unknown>, fine: readonly string[] = []): Promise<void> {
  try {
    await request;
  } catch (error) {
    const isFine = error instanceof Error && fine.includes(error.name);
    if (!isFine && !(error instanceof ResourceNotFoundException)) throw error;
  }
}

/** Again and again, as long as it is refused for what takes a while to be known. */
async function patiently(name: string, run: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await run();
      return;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== name || attempt + 1 === ATTEMPTS) throw error;
    }
    await wait(backoff(attempt));
  }
}
