import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { RateLimitGuard } from '../http/rate-limit.guard';
import { AuthGuard } from './auth.guard';
import { CompanyContextGuard } from './company-context.guard';
import { ScopesGuard } from './scopes.guard';

/** The guards of every route, in this order. Their ports are provided by the modules that own keys, sessions and companies. */
@Global()
@Module({
  providers: [
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: ScopesGuard },
    { provide: APP_GUARD, useClass: CompanyContextGuard },
  ],
})
export class AuthModule {}
