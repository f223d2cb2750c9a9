export { EventsModule } from './events.module';
export { eventTypes, subscribableEvents } from './catalogue';
