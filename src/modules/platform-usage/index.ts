export { PlatformUsageModule } from './platform-usage.module';
