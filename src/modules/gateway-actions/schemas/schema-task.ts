import { ErrorDetail } from '../../../core/http/api-error';

/** What a worker is asked, as JSON texts: whether the schema can be used, or what in the parameters violates it. */
export interface SchemaTask {
  schema: string;
  parameters?: string;
}

/** What it found: why the schema cannot be used, or how the parameters violate it; neither when all is well. */
export interface SchemaFinding {
  problem?: string;
  violations?: ErrorDetail[];
  /** The limit that the task ran into. */
  exceeded?: 'time' | 'complexity';
}

/** Each phase has a limit of its own, so a worker says when one ends: when it is loaded, and when the schema is compiled. */
export type SchemaReport = 'ready' | 'compiled' | SchemaFinding;
