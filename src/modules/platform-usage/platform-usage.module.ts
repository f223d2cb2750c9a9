import { Module } from '@nestjs/common';
import { PlatformUsageController } from './platform-usage.controller';
import { PlatformUsageRepository } from './platform-usage.repository';
import { PlatformUsageService } from './platform-usage.service';

@Module({
  controllers: [PlatformUsageController],
  providers: [PlatformUsageRepository, PlatformUsageService],
})
export class PlatformUsageModule {}
