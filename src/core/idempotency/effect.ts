import { NewRow } from '../database/statement';

/** What a request writes and answers, known to the last row before anything is written. */
export interface Effect<T> {
  rows: NewRow[];
  answer: T;
  /** Called when the rows are committed. */
  announce: () => void;
  /** Called when a row was refused: what to throw instead of the database's own error, or that error itself. */
  explain: (error: Error) => Promise<Error>;
}
