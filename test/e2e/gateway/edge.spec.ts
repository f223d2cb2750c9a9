import { ModulesContainer } from '@nestjs/core';
import { GUARDS_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { accessOf } from '../../../src/core/auth/access';
import { GatewayAuthGuard } from '../../../src/modules/gateway-actions/gateway-auth.guard';
import { gatewayAudienceKey } from '../../../src/modules/gateway-actions/gateway-endpoint';
import { GatewayActionsService } from '../../../src/modules/gateway-actions/gateway-actions.service';
import { openApiDocument } from '../../../src/web/documentation';
import { TestApp } from '../../support/app';
import { gateway, gatewayJwt } from './gateway';

/** Gateway routes that anyone may call. Adding one is a decision: it is taken here. */
const publicRoutes = ['TokenExchangeController.exchange'];

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

interface Operation {
  tags: string[];
  security?: object[];
  responses: Record<string, { content?: { 'application/json': Media } }>;
}

interface Media {
  schema: { $ref: string };
  examples: Record<string, { value: { error: unknown } }>;
}

interface Route {
  name: string;
  handler: object;
}

function gatewayRoutes(): Route[] {
  return [...app.app.get(ModulesContainer).values()]
    .flatMap((module) => [...module.controllers.values()])
    .map(({ metatype }) => metatype as new () => object)
    .filter((type) => String(Reflect.getMetadata(PATH_METADATA, type)).startsWith('api/v1/gateway'))
    .flatMap((type) => {
      const prototype = type.prototype as Record<string, object>;
      return Object.getOwnPropertyNames(prototype).map((name) => ({
        name: `${type.name}.${name}`,
        handler: prototype[name]!,
      }));
    })
    .filter(
      ({ name, handler }) => !name.endsWith('.constructor') && Reflect.hasMetadata(PATH_METADATA, handler),
    );
}

describe('every gateway route', () => {
  it('is guarded as it declares, or listed as public', () => {
    expect(gatewayRoutes().length).toBeGreaterThan(8);
    for (const { name, handler } of gatewayRoutes()) {
      const audience = Reflect.getMetadata(gatewayAudienceKey, handler) as string;
      const guards = (Reflect.getMetadata(GUARDS_METADATA, handler) ?? []) as unknown[];
      const guarded = {
        gateway: guards.includes(GatewayAuthGuard),
        dashboard: accessOf(handler)?.caller === 'dashboard',
        public: publicRoutes.includes(name),
      }[audience];
      expect([name, guarded]).toEqual([name, true]);
    }
  });

  it('is documented, with its token and flat errors', () => {
    const { paths, components } = openApiDocument(app.app);
    const operations = Object.entries(paths)
      .filter(([path]) => path.startsWith('/api/v1/gateway'))
      .flatMap(([, item]) => Object.values(item as Record<string, Operation>));
    expect(operations).toHaveLength(gatewayRoutes().length);
    for (const { tags, responses, security } of operations) {
      expect(tags).toEqual(['Flowent gateway']);
      expect(['', 'gatewayToken', 'dashboardToken']).toContain(security?.map(Object.keys).join());
      for (const [status, { content }] of Object.entries(responses)) {
        if (status < '400') continue;
        expect(content!['application/json'].schema.$ref).toMatch(/GatewayErrorOutput$/);
        for (const { value } of Object.values(content!['application/json'].examples))
          expect(typeof value.error).toBe('string');
      }
    }
    expect(components!.securitySchemes).toHaveProperty('gatewayToken');
  });
});

it('500: a mistake of ours shows nothing of our insides', async () => {
  const key = await gatewayJwt(app);
  const broken = jest.spyOn(app.app.get(GatewayActionsService), 'list');
  broken.mockRejectedValueOnce(new Error('relation "gateway_actions" does not exist'));
  const { status, body } = await gateway(app, 'GET', '/actions', { key });
  expect([status, body]).toEqual([500, { error: 'Internal server error' }]);
});
