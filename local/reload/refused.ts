/** Sources of which no API or function can be made: the message says why, a line a reason. */
export class Refused extends Error {}
