import { Global, Module } from '@nestjs/common';
import { Appearances } from './appearance';

@Global()
@Module({ providers: [Appearances], exports: [Appearances] })
export class AppearanceModule {}
