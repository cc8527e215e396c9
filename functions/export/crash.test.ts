import { describeCrashes } from './testing/crash-cases.ts';
import { inTimestream } from './testing/readings.ts';

describeCrashes('an export of readings in Timestream', inTimestream);
