import type { RestOperations } from '../../shared/rest-service.ts';
import type { RuleEngine } from '../rule-engine.ts';
import { attachmentOperations } from './attachments.ts';
import { certificateOperations } from './certificates.ts';
import type { ControlPlane } from './control-plane.ts';
import { endpointOperations } from './endpoint.ts';
import { loggingOperations } from './logging.ts';
import { policyOperations } from './policies.ts';
import { ruleOperations } from './rules.ts';
import { tagOperations } from './tags.ts';
import { thingTypeOperations } from './thing-types.ts';
import { thingOperations } from './things.ts';
import { unsupportedOperations } from './unsupported.ts';

/** The operations of AWS IoT's control plane, by the names of the AWS IoT API Reference. */
export function iotOperations(plane: ControlPlane, engine: RuleEngine, endpointAddress: () => string): RestOperations {
  return {
    ...endpointOperations(endpointAddress),
    ...ruleOperations(plane, engine),
    ...policyOperations(plane),
    ...thingOperations(plane),
    ...thingTypeOperations(plane),
    ...certificateOperations(plane),
    ...attachmentOperations(plane),
    ...loggingOperations(plane),
    ...tagOperations(plane.records),
    ...unsupportedOperations(),
  };
}
