export { ApiKeysModule } from './api-keys.module';
export { ApiKeysService } from './api-keys.service';
export type { NewApiKey } from './api-keys.service';
