import * as v from 'valibot';
import type { RestOperations } from '../../shared/rest-service.ts';
import { invalidRequest } from './errors.ts';
import { parseInput } from './input.ts';

const endpointInput = v.object({ endpointType: v.optional(v.string(), 'iot:Data') });

/** Where devices connect; the other types of endpoints are not supported. Source: AWS IoT API Reference, "DescribeEndpoint". */
export function endpointOperations(endpointAddress: () => string): RestOperations {
  return {
    DescribeEndpoint: {
      route: 'GET /endpoint',
      run(input) {
        const { endpointType } = parseInput(endpointInput, input);
        if (!/^iot:Data(-ATS)?$/.test(endpointType))
          throw invalidRequest(`Endpoint type ${endpointType} is not supported here, only iot:Data-ATS and iot:Data`);
        return { endpointAddress: endpointAddress() };
      },
    },
  };
}
