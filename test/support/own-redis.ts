import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project, redisSays } from '../launcher/launched-stack';
import { eventually } from './eventually';
import { freePort } from './server';

/** A Redis of the test's own that keeps nothing, and is down until the test starts it again. */
export class OwnRedis {
  private server?: ChildProcess;

  private constructor(private readonly port: number) {}

  static async start(): Promise<OwnRedis> {
    const redis = new OwnRedis(await freePort());
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const { command, environment } = program();
    const settings = { port: this.port, bind: '127.0.0.1', dir: tmpdir(), save: '', appendonly: 'no' };
    this.server = spawn(
      command,
      Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
      { env: { ...process.env, ...environment }, stdio: 'ignore' },
    );
    await eventually('Redis answers', () => this.says('PING').then((answer) => answer === '+PONG\r\n', () => false)); // prettier-ignore
  }

  says(command: string): Promise<string> {
    return redisSays(this.url, command);
  }

  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.server!.once('exit', resolve));
    this.server!.kill('SIGKILL');
    await ended;
  }
}

/** The launcher knows where Redis is on this machine; it is a module that Jest cannot load, so it is asked. */
function program(): { command: string; environment: Record<string, string> } {
  const script = `
    const { redisBinary } = await import(${JSON.stringify(join(project, 'scripts/launcher/redis-binary.mjs'))});
    const say = () => undefined;
    console.log(JSON.stringify(await redisBinary({ projectPath: ${JSON.stringify(project)}, say })));`;
  const parameters = ['--input-type=module', '--eval', script];
  return JSON.parse(execFileSync(process.execPath, parameters, { encoding: 'utf8' })) as ReturnType<
    typeof program
  >;
}
