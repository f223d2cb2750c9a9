export { EventsModule } from './events.module';
export { subscribableEvents } from './catalogue';
