import { describeStops } from './testing/stopped-cases.ts';
import { inTimestream } from './testing/readings.ts';

describeStops('an export of readings in Timestream', inTimestream);
