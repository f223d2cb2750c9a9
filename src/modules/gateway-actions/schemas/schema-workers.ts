import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { ErrorDetail } from '../../../core/http/api-error';
import { LimitedWorker } from './limited-worker';
import { SchemaFinding, SchemaTask } from './schema-task';
import { Turns } from './turns';

/** With one task an owner, one that is stuck leaves the other worker to everyone else. */
const maximumWorkers = 2;

interface Waiting {
  task: SchemaTask;
  resolve: (finding: SchemaFinding) => void;
  reject: (error: unknown) => void;
}

/**
 * Compiles schemas and checks parameters in threads of their own: what developers write may take any time, as `^(a+)+$` does, and
 * must keep neither the server nor other organizations waiting.
 */
@Injectable()
export class SchemaWorkers implements OnApplicationShutdown {
  private readonly turns = new Turns<Waiting>();
  private readonly idle: LimitedWorker[] = [];
  private readonly busy = new Set<LimitedWorker>();

  /** Why this is no JSON Schema (draft-07 or 2020-12) that parameters can be checked with, or nothing. */
  async check(schema: Record<string, unknown>, organizationId: string): Promise<string | undefined> {
    const { problem, exceeded } = await this.run(organizationId, { schema: JSON.stringify(schema) });
    if (exceeded === 'time') return 'took too long to compile and to match; simplify it';
    return exceeded === 'complexity' ? 'is too complex' : problem;
  }

  /** How the parameters violate the schema: nothing when they are valid, 100 at most; also what kept them from being checked. */
  async violations(
    schema: Record<string, unknown>,
    parameters: unknown,
    organizationId: string,
  ): Promise<ErrorDetail[]> {
    const task = { schema: JSON.stringify(schema), parameters: JSON.stringify(parameters) };
    const { problem, exceeded, violations = [] } = await this.run(organizationId, task);
    if (exceeded === 'time') return [unchecked('time_limit', 'took too long to check; simplify json_schema')];
    if (exceeded) return [unchecked('complexity', 'are too complex to check; simplify json_schema')];
    if (problem) return [unchecked('json_schema', `cannot be checked: json_schema ${problem}`)];
    return violations;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.idle, ...this.busy].map((worker) => worker.end()));
  }

  private run(organizationId: string, task: SchemaTask): Promise<SchemaFinding> {
    return new Promise((resolve, reject) => {
      this.turns.add(organizationId, { task, resolve, reject });
      this.advance();
    });
  }

  private advance(): void {
    while (this.busy.size < maximumWorkers) {
      const turn = this.turns.begin();
      if (!turn) return;
      void this.perform(turn.owner, turn.item);
    }
  }

  private async perform(owner: string, { task, resolve, reject }: Waiting): Promise<void> {
    await this.onWorker(task).then(resolve, reject);
    this.turns.end(owner);
    this.advance();
  }

  private async onWorker(task: SchemaTask): Promise<SchemaFinding> {
    const worker = this.idleWorker() ?? new LimitedWorker();
    this.busy.add(worker);
    try {
      return await worker.run(task);
    } finally {
      this.busy.delete(worker);
      if (!worker.isLost) this.idle.push(worker);
    }
  }

  private idleWorker(): LimitedWorker | undefined {
    let worker = this.idle.pop();
    while (worker?.isLost) worker = this.idle.pop();
    return worker;
  }
}

function unchecked(rule: string, message: string): ErrorDetail {
  return { field: 'parameters', rule, message };
}
