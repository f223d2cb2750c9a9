import { Module } from '@nestjs/common';
import { AccountPagesController } from './account-pages.controller';
import { ErrorsPageController } from './errors-page.controller';

@Module({ controllers: [AccountPagesController, ErrorsPageController] })
export class WebModule {}
