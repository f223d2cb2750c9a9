import { createHash } from 'node:crypto';
import { ValidateFunction } from 'ajv';
import { compileSchema } from './compile-schema';

interface Entry {
  validate: ValidateFunction;
  /** Length of the schema's text, which the memory that its validator takes goes with. */
  weight: number;
}

/** Validators of the schemas that were used last. Bounded by what they weigh, because the memory of a worker is. */
export class ValidatorCache {
  /** In the order of their last use. */
  private readonly entries = new Map<string, Entry>();
  private weight = 0;

  constructor(private readonly maximumWeight: number) {}

  get size(): number {
    return this.entries.size;
  }

  validatorOf(schemaText: string, allErrors: boolean): ValidateFunction {
    const digest = createHash('sha256').update(`${allErrors}${schemaText}`).digest('base64');
    const known = this.entries.get(digest);
    if (known) {
      this.entries.delete(digest);
      this.entries.set(digest, known);
      return known.validate;
    }
    const schema = JSON.parse(schemaText) as Record<string, unknown>;
    const validate = compileSchema(schema, allErrors);
    this.entries.set(digest, { validate, weight: schemaText.length });
    this.weight += schemaText.length;
    this.forgetOldest();
    return validate;
  }

  private forgetOldest(): void {
    for (const [digest, { weight }] of this.entries) {
      if (this.weight <= this.maximumWeight) return;
      this.entries.delete(digest);
      this.weight -= weight;
    }
  }
}
