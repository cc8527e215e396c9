/** The entry of an organization in the table `exportLedger` whose `count` is the imports of devices that have not ended. */
export const IMPORTS_ENTRY = 'imports';
