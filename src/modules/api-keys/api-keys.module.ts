import { Global, Module } from '@nestjs/common';
import { KeyVerifier } from '../../core/auth/ports';
import { CompaniesModule } from '../companies';
import { ApiKeysController } from './api-keys.controller';
import { ApiKeysRepository } from './api-keys.repository';
import { ApiKeysService } from './api-keys.service';
import { PlatformApiKeysController } from './platform-api-keys.controller';
import { StoredKeys } from './stored-keys';

@Global()
@Module({
  imports: [CompaniesModule],
  controllers: [ApiKeysController, PlatformApiKeysController],
  providers: [ApiKeysRepository, ApiKeysService, { provide: KeyVerifier, useClass: StoredKeys }],
  exports: [ApiKeysService, KeyVerifier],
})
export class ApiKeysModule {}
