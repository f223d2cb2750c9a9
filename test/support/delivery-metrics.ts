import { ModuleRef } from '@nestjs/core';
import { DeliveryGauges } from '../../src/modules/webhooks/delivery-gauges';
import { DeliveryMetrics } from '../../src/modules/webhooks/delivery-metrics';
import { TestApp } from './app';

/** Makes the application tell of its deliveries. */
export async function tellOfDeliveries(app: TestApp): Promise<DeliveryMetrics> {
  const module = app.app.get(ModuleRef);
  (await module.create(DeliveryGauges)).onModuleInit();
  return module.create(DeliveryMetrics);
}
