export { EventsModule } from './events.module';
export { eventCatalogue, eventTypes, subscribableEvents } from './catalogue';
export type { EventType } from './catalogue';
