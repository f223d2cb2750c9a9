import { Module } from '@nestjs/common';
import { ErrorsPageController } from './errors-page.controller';

@Module({ controllers: [ErrorsPageController] })
export class WebModule {}
