import { ModulesContainer } from '@nestjs/core';
import { PATH_METADATA } from '@nestjs/common/constants';
import { accessOf } from '../../src/core/auth/access';
import { openApiDocument } from '../../src/web/documentation';
import { TestApp } from '../support/app';
import { call } from '../support/http';

/** Routes that anyone may call. Adding one is a decision: it is taken here. */
const publicRoutes = [
  'GET /.well-known/acme-challenge/{token}',
  'GET /docs/errors',
  'GET /exchange/health/liveness',
  'GET /exchange/health/readiness',
  'GET /exchange/v1/branding',
  'GET /exchange/v1/branding/logo',
  'GET /exchange/v1/event-types',
  'GET /exchange/v1/fixtures',
  'GET /exchange/v1/fixtures.tar.gz',
  'GET /exchange/v1/fixtures/{file}',
  'GET /health/liveness',
  'GET /health/readiness',
  'GET /metrics',
  'GET /smp/{participant}',
  'GET /smp/{participant}/services/{documentType}',
  'POST /api/v1/gateway/token/exchange',
  'POST /exchange/v1/auth/invitations/accept',
  'POST /exchange/v1/auth/login',
  'POST /exchange/v1/sandbox/bootstrap',
  'POST /exchange/v1/auth/password/forgot',
  'POST /exchange/v1/auth/password/reset',
  'POST /network/direct',
  'POST /network/inbound',
];

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

function handlers(): Array<{ name: string; handler: object }> {
  const modules = [...app.app.get(ModulesContainer).values()];
  return modules
    .flatMap((module) => [...module.controllers.values()])
    .flatMap(({ metatype }) => {
      const prototype = (metatype as new () => object).prototype as Record<string, object>;
      return Object.getOwnPropertyNames(prototype)
        .filter((name) => name !== 'constructor')
        .map((name) => ({ name: `${metatype!.name}.${name}`, handler: prototype[name]! }))
        .filter(
          ({ handler }) => typeof handler === 'function' && Reflect.hasMetadata(PATH_METADATA, handler),
        );
    });
}

describe('every route', () => {
  it('declares who may call it', () => {
    expect(handlers().length).toBeGreaterThan(20);
    expect(handlers().filter(({ handler }) => !accessOf(handler)).map(({ name }) => name)).toEqual([]); // prettier-ignore
  });

  it('refuses a caller without a key, unless it is listed as public', async () => {
    const open: string[] = [];
    for (const { method, path } of routes()) {
      const answer = await call(method, app.url + path.replace(/\{[^}]+\}/g, 'x'), {
        body: method === 'GET' ? undefined : {},
      });
      if (answer.status !== 401) open.push(`${method} ${path}`);
    }
    const documented = publicRoutes.filter((route) => route !== 'GET /docs/errors').sort();
    expect(open.filter((route) => !publicRoutes.includes(route))).toEqual([]);
    expect(open.sort()).toEqual(documented.filter((route) => open.includes(route)));
  });

  it('refuses a token that nobody gave out', async () => {
    for (const { method, path } of routes().filter(({ path }) => path.startsWith('/exchange/v1'))) {
      if (publicRoutes.includes(`${method} ${path}`)) continue;
      const url = app.url + path.replace(/\{[^}]+\}/g, 'x');
      const answer = await call(method, url, {
        key: 'flw_test_nobody',
        body: method === 'GET' ? undefined : {},
      });
      expect([path, answer.status, answer.body.error.code]).toEqual([path, 401, 'INVALID_TOKEN']);
    }
  });
});

function routes(): Array<{ method: string; path: string }> {
  const { paths } = openApiDocument(app.app);
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => /^(get|post|put|patch|delete)$/.test(key))
      .map((key) => ({ method: key.toUpperCase(), path })),
  );
}
