import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { VerifyInput } from './directory.inputs';
import { VerificationOutput } from './directory.outputs';
import { DirectoryService } from './directory.service';

@ApiTags('Directory')
@Controller('exchange/v1/directory')
export class DirectoryController {
  constructor(private readonly directory: DirectoryService) {}

  @Post('verify')
  @Endpoint({
    access: memberAccess(),
    summary: 'Find out whether a participant can receive',
    description:
      'Asks the network whose the participant is and what it receives. In test mode the sandbox answers: everybody receives, but for the magic recipient that cannot be reached.',
    answer: VerificationOutput,
    errors: ['MISSING_FIELD', 'INVALID_PARTICIPANT_ID', 'UPSTREAM_UNAVAILABLE'],
  })
  verify(@CurrentCaller() { tenancy }: Caller, @Body() input: VerifyInput): Promise<VerificationOutput> {
    return this.directory.verify(tenancy.livemode, input);
  }
}
