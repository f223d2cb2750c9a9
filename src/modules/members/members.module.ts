import { Module } from '@nestjs/common';
import { AcceptanceService } from './acceptance.service';
import { InvitationsController } from './invitations.controller';
import { InvitationsRepository } from './invitations.repository';
import { InvitationsService } from './invitations.service';
import { MembersController } from './members.controller';
import { MembersRepository } from './members.repository';
import { MembersService } from './members.service';
import { OrganizationController } from './organization.controller';

@Module({
  controllers: [MembersController, InvitationsController, OrganizationController],
  providers: [
    AcceptanceService,
    InvitationsRepository,
    InvitationsService,
    MembersRepository,
    MembersService,
  ],
})
export class MembersModule {}
