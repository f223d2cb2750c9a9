import { applyDecorators, HttpCode, SetMetadata, Type, UseFilters, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Access, dashboardAccess, peerAccess, publicAccess, SetAccess } from '../../core/auth/access';
import { GatewayAuthGuard } from './gateway-auth.guard';
import { GatewayRateGuard } from './gateway-rate.guard';
import { GatewayBodyGuard } from './gateway-body.guard';
import { GatewayErrorFilter } from './gateway-error.filter';
import * as errors from './gateway-errors';
import { GatewayError, GatewayErrorOutput } from './gateway-errors';

/**
 * Who may call a gateway route: the holder of a JWT of the token exchange, a signed-in user of the dashboard, or anyone. To the
 * service's own guards the first is public; this says what it truly is.
 */
type GatewayAudience = 'gateway' | 'dashboard' | 'public';

/** A tenant of the gateway has a limit of its own. */
const accesses: Record<GatewayAudience, Access> = {
  gateway: peerAccess,
  dashboard: dashboardAccess,
  public: publicAccess,
};

/** Metadata of every gateway route: its GatewayAudience. */
export const gatewayAudienceKey = 'flowie:gateway-audience';

interface GatewayEndpointOptions {
  audience: GatewayAudience;
  summary: string;
  description?: string;
  status?: number;
  answer: Type<unknown>;
  /** Beyond those that every gateway route can give. */
  errors?: GatewayError[];
}

/** The one decorator of a gateway route, beside its verb: like core's Endpoint, with the gateway's own guard and flat errors. */
export function GatewayEndpoint(options: GatewayEndpointOptions): MethodDecorator {
  const { audience, summary, description, status = 200, answer } = options;
  return applyDecorators(
    SetMetadata(gatewayAudienceKey, audience),
    SetAccess(accesses[audience]),
    UseGuards(...(audience === 'gateway' ? [GatewayAuthGuard, GatewayRateGuard] : []), GatewayBodyGuard),
    UseFilters(GatewayErrorFilter),
    HttpCode(status),
    ApiOperation({ summary, description, ...(audience === 'public' && { security: [] }) }),
    ApiResponse({ status, description: 'Done.', type: answer }),
    ...errorAnswers([...commonErrors(audience), ...(options.errors ?? [])]),
    ...(audience === 'public'
      ? []
      : [ApiBearerAuth(audience === 'gateway' ? 'gatewayToken' : 'dashboardToken')]),
  );
}

function commonErrors(audience: GatewayAudience): GatewayError[] {
  const badBody = errors.invalidRequest([{ field: 'name', rule: 'required', message: 'is required' }]);
  const forbidden = new GatewayError(403, 'You are not a member of that organization.');
  return [
    badBody,
    errors.invalidToken(),
    ...(audience === 'dashboard' ? [forbidden] : []),
    errors.rateLimited(),
    errors.payloadTooLarge(),
    errors.internalError(),
  ];
}

function errorAnswers(list: GatewayError[]): MethodDecorator[] {
  const byStatus = new Map<number, GatewayError[]>();
  for (const error of list) byStatus.set(error.status, [...(byStatus.get(error.status) ?? []), error]);
  return [...byStatus].map(([status, group]) =>
    ApiResponse({
      status,
      description: group.map(({ message }) => `\`${message}\``).join('\n\n'),
      type: GatewayErrorOutput,
      examples: Object.fromEntries(
        group.map(({ message, body }, at) => [`example_${at + 1}`, { summary: message, value: body }]),
      ),
    }),
  );
}
