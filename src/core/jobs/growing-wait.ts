/** Milliseconds. */
interface Bounds {
  shortest: number;
  longest: number;
}

/** When to look again at what has been waited for since then: the longer it has been, the less often, within the bounds. */
export function nextLook(now: Date, since: Date, { shortest, longest }: Bounds): Date {
  const waited = now.getTime() - since.getTime();
  return new Date(now.getTime() + Math.min(Math.max(waited, shortest), longest));
}
