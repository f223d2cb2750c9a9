export { WebhooksModule } from './webhooks.module';
export { WebhooksService } from './webhooks.service';
export { CreateWebhookInput } from './webhook.inputs';
export { CreatedWebhookOutput } from './webhook.outputs';
export { subscribableEvents as eventTypeNames } from '../events';
