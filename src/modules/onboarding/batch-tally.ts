import { ErrorEnvelope } from '../../core/http/api-error';
import { OnboardedOutput } from './onboarding.outputs';

const progressEvery = 100;

/** What became of a line: the members of the answer that POST /platform/companies would have given. */
export interface LineResult extends Partial<OnboardedOutput>, Partial<ErrorEnvelope> {
  line: number;
  status: number;
  /** Done by an earlier request; this is its answer. */
  replayed?: true;
}

/** Counts what became of the lines. */
export class BatchTally {
  private readonly counts = { created: 0, replayed: 0, existing: 0, refused: 0 };
  private done = 0;

  constructor(private readonly lines: number) {}

  /** A line that says how far it is, every hundred results. */
  count({ status, replayed, error }: LineResult): string {
    this.done++;
    if (replayed) this.counts.replayed++;
    else if (status === 201) this.counts.created++;
    else if (error?.code === 'COMPANY_EXISTS') this.counts.existing++;
    else this.counts.refused++;
    if (this.done % progressEvery > 0) return '';
    return toLine({ progress: { done: this.done, lines: this.lines, ...this.counts } });
  }

  /** The last line: an answer without it was broken off. */
  get summary(): string {
    return toLine({ summary: { lines: this.lines, ...this.counts } });
  }
}

export function toLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
