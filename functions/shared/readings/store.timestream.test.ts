import { startTimestream } from './testing/stores.ts';
import { describeStore } from './testing/suite/index.ts';

describeStore('readings in Timestream', startTimestream);
