import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestExpressApplication } from '@nestjs/platform-express';
import { InjectionToken } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module';
import { applicationOptions, setUpApplication } from '../../src/app.setup';
import { Clock } from '../../src/core/clock/clock';
import { readSettings } from '../../src/core/config/read-settings';
import { Settings } from '../../src/core/config/settings';
import { TestClock } from './clock';
import { createTestDatabase } from './database';
import { Answer, call, CallOptions } from './http';

export const admin = { email: 'admin@example.com', password: 'correct horse battery staple' };

/** The real application on a database of its own: production's set-up, real Postgres and Redis, a clock that tests can advance. */
export class TestApp {
  private constructor(
    readonly app: NestExpressApplication,
    readonly url: string,
    readonly clock: TestClock,
    readonly databaseUrl: string,
    private readonly drop: () => Promise<void>,
  ) {}

  /** `providers`: what this application gets instead of its own, such as a lookup that needs no DNS. */
  static async start(
    settings: Record<string, string> = {},
    providers: Array<{ provide: InjectionToken; useValue: unknown }> = [],
  ): Promise<TestApp> {
    const database = await createTestDatabase();
    const clock = new TestClock();
    const builder = Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(Settings)
      .useValue(readSettings({ ...testSettings(database.url, database.name), ...settings }))
      .overrideProvider(Clock)
      .useValue(clock);
    for (const { provide, useValue } of providers) builder.overrideProvider(provide).useValue(useValue);
    const testing = await builder.compile();
    const app = testing.createNestApplication<NestExpressApplication>(applicationOptions);
    setUpApplication(app);
    await app.listen(app.get(Settings).PORT, '127.0.0.1');
    return new TestApp(app, await app.getUrl(), clock, database.url, () => database.drop());
  }

  get database(): DataSource {
    return this.app.get(DataSource);
  }

  /** Calls the Exchange API; the path is below /exchange/v1. */
  exchange(method: string, path: string, options?: CallOptions): Promise<Answer> {
    return call(method, `${this.url}/exchange/v1${path}`, options);
  }

  get(path: string, key?: string, headers?: Record<string, string>): Promise<Answer> {
    return this.exchange('GET', path, { key, headers });
  }

  post(
    path: string,
    key: string | undefined,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer> {
    return this.exchange('POST', path, { key, body, headers });
  }

  async stop(): Promise<void> {
    await this.app.close();
    await rm(this.app.get(Settings).MAIL_OUTBOX, { recursive: true, force: true });
    await this.drop();
  }
}

function testSettings(databaseUrl: string, prefix: string): Record<string, string> {
  return {
    PORT: '0',
    DATABASE_URL: databaseUrl,
    REDIS_URL: process.env.REDIS_URL!,
    REDIS_PREFIX: `{${prefix}}`,
    JWT_SECRET: 'a secret for tests only, of more than 32 characters',
    SEALING_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    OUTBOUND_ALLOWED_CIDRS: '127.0.0.0/8,::1/128',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    SWEEP_INTERVAL_MS: '100',
    LOGIN_ATTEMPTS_PER_MINUTE: '1000',
    PASSWORD_HASH_COST: '10',
    RATE_LIMIT_PER_MINUTE: '1000000',
    RATE_LIMIT_PUBLIC_PER_MINUTE: '1000000',
    RATE_LIMIT_FAILURES_PER_MINUTE: '1000000',
    MAIL_OUTBOX: join(tmpdir(), `${prefix}-mails`),
  };
}
