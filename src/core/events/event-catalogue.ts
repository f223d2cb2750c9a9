/** A type of event as consumers meet it. */
export interface PublishedEventType {
  type: string;
  /** When it fires. */
  description: string;
  /** JSON Schema (2020-12) of the whole envelope. */
  schema: Record<string, unknown>;
  /** The body of a realistic delivery. */
  fixture: Buffer;
}

/** Every type of event there is, for the documentation. Provided by modules/events. */
export abstract class EventCatalogue {
  abstract readonly types: readonly PublishedEventType[];
}
