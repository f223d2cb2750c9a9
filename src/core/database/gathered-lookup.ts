interface Batch<Value> {
  keys: Set<string>;
  found: Promise<Map<string, Value>>;
}

/**
 * One query for all that is asked at the same time: what comes while a query is in the air goes with the next one. No question is
 * answered by a query that began before it, so an answer is never older than its question.
 */
export class GatheredLookup<Value> {
  private inTheAir: Promise<unknown> = Promise.resolve();
  private next?: Batch<Value>;

  /** `find` gives what exists of the keys. */
  constructor(private readonly find: (keys: string[]) => Promise<Map<string, Value>>) {}

  async get(key: string): Promise<Value | undefined> {
    const batch = (this.next ??= this.open());
    batch.keys.add(key);
    return (await batch.found).get(key);
  }

  private open(): Batch<Value> {
    const keys = new Set<string>();
    const send = () => {
      this.next = undefined;
      return this.find([...keys]);
    };
    const found = this.inTheAir.then(send, send);
    this.inTheAir = found;
    return { keys, found };
  }
}
