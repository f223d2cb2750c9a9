import { Global, Module } from '@nestjs/common';
import { FailedAuthentications } from './rate-failures';
import { RateLimiter } from './rate-limiter';

@Global()
@Module({ providers: [RateLimiter, FailedAuthentications], exports: [RateLimiter, FailedAuthentications] })
export class HttpModule {}
