export { WebhooksModule } from './webhooks.module';
export { WebhooksService } from './webhooks.service';
export { subscribableEvents as eventTypeNames } from '../events';
