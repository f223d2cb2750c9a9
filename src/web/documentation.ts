import { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { EventCatalogue } from '../core/events/event-catalogue';
import { toOpenApi31 } from './openapi-31';
import { webhookEventsTag, webhooksSection } from './webhooks-section';

const description = `
Onboard companies on Peppol, send and receive their invoices, and learn what happens through signed webhooks with a durable Events API behind them.

**Authentication**: \`Authorization: Bearer <key>\`. Platform keys (\`flw_plat_…\`, \`flw_wl_…\`) name the company they act for in
\`X-Flowie-Company\`; a tenant key (\`flw_live_…\`, \`flw_test_…\`) acts for its own. Test keys never see live data.

**Retries**: every POST takes an \`Idempotency-Key\`. **Errors**: one envelope, with a stable \`code\` and a \`requestId\`; every code is explained at [/docs/errors](/docs/errors).
`;

export function openApiDocument(app: NestExpressApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Flowie Exchange')
    .setDescription(description.trim())
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This instance')
    .addBearerAuth({ type: 'http', description: 'An API key of your organization: flw_…' }, 'apiKey')
    .addBearerAuth(
      {
        type: 'http',
        bearerFormat: 'JWT',
        description: 'A dashboard token, from POST /exchange/v1/auth/login',
      },
      'dashboardToken',
    )
    .addBearerAuth(
      { type: 'http', bearerFormat: 'JWT', description: 'From the token exchange' },
      'gatewayToken',
    );
  for (const [name, about] of tags) builder.addTag(name, about);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (controller, method) => operationId(controller, method),
  });
  const { types } = app.get(EventCatalogue, { strict: false });
  return { ...toOpenApi31(document), webhooks: webhooksSection(types) };
}

/** In the order in which a newcomer meets them. */
const tags = [
  ['Accounts', 'Sign in, see who you are, and keep your password and your sessions.'],
  ['Members', 'Who belongs to the organization, and in which role.'],
  ['API keys', 'Keys of the organization, made with a dashboard token.'],
  ['Platform', "Onboard companies and read all companies' events and usage, with a platform key."],
  ['Sandbox', 'Try it out without an account, for a week.'],
  ['Companies', 'Managed companies and their registration on the network.'],
  ['Directory', 'Who on the network receives what.'],
  ['Documents', 'Send, list and download documents.'],
  ['Compliance', 'Reports of documents to tax authorities.'],
  ['Webhooks', 'Endpoints that events are delivered to.'],
  ['Events', 'The durable twin of the webhooks.'],
  [webhookEventsTag, 'What your endpoints receive: one POST an event, listed under Webhooks below.'],
  ['Flowent gateway', 'Actions for conversational flows.'],
  ['Health', 'For load balancers and orchestrators.'],
] as const;

/** Swagger UI at /docs, the document at /openapi.json. Made at the first request: workers never need it. */
export function setUpDocumentation(app: NestExpressApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Flowie Exchange API',
    swaggerOptions: { persistAuthorization: true, tryItOutEnabled: true, displayRequestDuration: true },
  });
}

function operationId(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '')}_${method}`;
}
