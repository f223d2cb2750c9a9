export { Purge } from './purge';
export { printPlan } from './purge-plan';
export type { PurgeFilter } from './purge-plan';
export { RetentionModule } from './retention.module';
