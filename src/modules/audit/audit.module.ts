import { Module, OnModuleInit } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { MonthPartitions } from '../../core/database/month-partitions';
import { AuditController } from './audit.controller';
import { AuditRepository } from './audit.repository';
import { AuditService } from './audit.service';

/** Reads the audit log. What writes it is core's AuditLog, in the transactions of all the others. */
@Module({ controllers: [AuditController], providers: [AuditRepository, AuditService] })
export class AuditModule implements OnModuleInit {
  constructor(
    private readonly partitions: MonthPartitions,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.partitions.register('audit_records', 'aud_', this.settings.AUDIT_RETENTION_MONTHS);
  }
}
