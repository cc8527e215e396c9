import { startMemory } from './testing/stores.ts';
import { describeStore } from './testing/suite/index.ts';

describeStore('readings in the memory of a test', startMemory);
