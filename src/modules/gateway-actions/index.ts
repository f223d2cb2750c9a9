export { GatewayActionsModule } from './gateway-actions.module';
