/** One question of the pre-flight test, and what the endpoint's answer says about it. */
export interface Check {
  name:
    | 'accepts_valid'
    | 'refuses_tampered'
    | 'refuses_stale'
    | 'accepts_duplicate'
    | 'answers_fast'
    | 'certificate';
  passed: boolean;
  /** Null when no answer came, or when the question is not about one. */
  statusCode: number | null;
  durationMilliseconds: number | null;
  /** What was seen, and when it is not well, what to do about it. */
  advice: string;
}

/** What the last test of a webhook found. */
export interface Scorecard {
  /** Whether every check passed. */
  passed: boolean;
  testedAt: string;
  checks: Check[];
}
