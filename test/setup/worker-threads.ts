import { join } from 'node:path';
import threads from 'node:worker_threads';

/**
 * The sources start their workers from the file beside them, which is compiled in dist and TypeScript here. Tests must try what is
 * written now, not what was built last, and Node 20 reads no TypeScript: so workers load what does first.
 */
class TypeScriptWorker extends threads.Worker {
  constructor(file: string, options?: threads.WorkerOptions) {
    super(file, { ...options, execArgv: ['--require', join(__dirname, 'typescript-worker.cjs')] });
  }
}

// Node's module is one for all test files of a process.
if (threads.Worker.name !== TypeScriptWorker.name) Object.assign(threads, { Worker: TypeScriptWorker });
