import { Controller, Get, Header, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Request, Response } from 'express';
import { publicAccess } from '../../core/auth/access';
import { Endpoint } from '../../core/http/endpoint';
import { BrandingOutput } from './branding.outputs';
import { PublicBranding } from './public-branding';

const byHost = 'That of the platform whose verified custom domain the request came to, else our own.';

/** A minute: whoever changes a logo wants to see it. */
const shortly = 'public, max-age=60';

/** A picture is shown, whatever else somebody may have hidden in it. */
const showOnly = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

@ApiTags('Platform')
@Controller('exchange/v1/branding')
export class BrandingController {
  constructor(private readonly branding: PublicBranding) {}

  @Get()
  @Header('Cache-Control', shortly)
  @Header('Vary', 'Host')
  @Endpoint({
    access: publicAccess,
    summary: 'Get the branding that visitors see',
    description: byHost,
    answer: BrandingOutput,
  })
  show(@Req() request: Request): Promise<BrandingOutput> {
    return this.branding.show(request.hostname);
  }

  @Get('logo')
  @Endpoint({
    access: publicAccess,
    summary: 'Get the logo that visitors see',
    description: `${byHost} 404 when there is none. An \`If-None-Match\` with its \`ETag\` is answered 304.`,
    mediaType: 'image/*',
    errors: ['NOT_FOUND'],
  })
  async logo(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const { bytes, mediaType, sha256 } = await this.branding.logo(request.hostname);
    response
      .setHeader('ETag', `"${sha256.toString('hex')}"`)
      .setHeader('Cache-Control', shortly)
      .setHeader('Vary', 'Host')
      .setHeader('X-Content-Type-Options', 'nosniff')
      .setHeader('Content-Security-Policy', showOnly);
    if (!request.fresh) return new StreamableFile(bytes, { type: mediaType, length: bytes.length });
    response.status(304);
    return undefined;
  }
}
