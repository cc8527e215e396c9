/** Whether a topic filter is well formed: `#` only as its last level, wildcards only as whole levels. */
export function isTopicFilter(filter: string): boolean {
  const levels = filter.split('/');
  return (
    filter !== '' &&
    levels.every((level, at) => !/[+#]/.test(level) || level === '+' || (level === '#' && at === levels.length - 1))
  );
}

/** Whether a filter such as `dt/sonde/+/+` matches a topic. Wildcards at the start do not match topics that begin with `$`. */
export function matchesTopic(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  const levels = topic.split('/');
  const patterns = filter.split('/');
  for (const [at, pattern] of patterns.entries()) {
    if (pattern === '#') return true;
    // `a/#` matches `a` too: the level before it is compared, and the loop then ends at the wildcard.
    if (at >= levels.length || (pattern !== '+' && pattern !== levels[at])) return false;
  }
  return patterns.length === levels.length;
}
