import { ApiProperty } from '@nestjs/swagger';
import { Brand, ownBrand } from '../../core/branding/branding.port';

export class BrandingOutput {
  @ApiProperty({ description: 'Name of the product.', example: 'ACME e-Invoice' })
  displayName: string;

  @ApiProperty({ description: 'Colour of buttons and headings.', example: '#0F62FE' })
  primaryColor: string;

  @ApiProperty({
    description: 'Where to write to for help.',
    type: String,
    nullable: true,
    example: 'support@acme.com',
  })
  supportEmail: string | null;

  @ApiProperty({
    description: 'Where the logo is; null when there is none. Another one has another address.',
    type: String,
    nullable: true,
    example: '/exchange/v1/branding/logo?v=d7a8fbb307d7',
  })
  logoUrl: string | null;
}

export function toBrandingOutput({ displayName, primaryColor, supportEmail, logo }: Brand): BrandingOutput {
  return {
    displayName: displayName ?? ownBrand.displayName,
    primaryColor: primaryColor ?? ownBrand.primaryColor,
    supportEmail,
    logoUrl: logo && `/exchange/v1/branding/logo?v=${logo.sha256.toString('hex').slice(0, 12)}`,
  };
}
