import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { publicAccess, SetAccess } from '../../core/auth/access';
import { ApiError } from '../../core/http/api-error';
import { AcmeChallenges } from './acme-challenges';

/** Where certificate authorities look for our proof (RFC 8555, 8.3); no part of our API. */
@ApiExcludeController()
@Controller('.well-known/acme-challenge')
export class AcmeChallengeController {
  constructor(private readonly challenges: AcmeChallenges) {}

  @Get(':token')
  @SetAccess(publicAccess)
  @Header('Content-Type', 'application/octet-stream')
  async answer(@Param('token') token: string): Promise<string> {
    const keyAuthorization = await this.challenges.find(token);
    if (!keyAuthorization) throw new ApiError('NOT_FOUND');
    return keyAuthorization;
  }
}
