import { matchesTopic } from './topic-filter.ts';

/** What the message broker asks policies about. Source: AWS IoT Core Developer Guide, "AWS IoT Core policy actions". */
export type IotAction = 'Connect' | 'Publish' | 'RetainPublish' | 'Subscribe' | 'Receive';

/** Who is connected, or is about to be: as CONNECT told it. */
export interface IotClient {
  id: string;
  username: string | undefined;
  /** What it connects with: `PersistentConnect`, `LastWill`. */
  attributes: readonly string[];
}

/** What a connection may do, by how it came in. It is asked at every act: what it says may change. */
export interface Access {
  /** What `principal()` of a rule gives. */
  principal(clientId: string): string;
  /** @param name the client id, the topic, or the filter of a subscription */
  allows(client: IotClient, action: IotAction, name: string): boolean;
}

/** Whether a client without a certificate may publish to the topic. */
export type AuthorizePublish = (client: IotClient, topic: string) => boolean;
/** Whether a client without a certificate may subscribe to the filter. */
export type AuthorizeSubscribe = (client: IotClient, filter: string) => boolean;

/** A device may publish to topics of the form `dt/sonde/<organization>/<device>`. */
export const publishReadings: AuthorizePublish = (_client, topic) =>
  matchesTopic('dt/sonde/+/+', topic) && topic.split('/').every((level) => level !== '');

/** Access without certificates and policies, which AWS IoT does not have: for development. */
export function plainAccess(authorizePublish: AuthorizePublish, authorizeSubscribe: AuthorizeSubscribe): Access {
  return {
    principal: (clientId) => clientId,
    allows(client, action, name) {
      if (action === 'Publish') return authorizePublish(client, name);
      if (action === 'Subscribe') return authorizeSubscribe(client, name);
      return action !== 'RetainPublish';
    },
  };
}
