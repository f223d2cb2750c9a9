export { DocumentsModule } from './documents.module';
export { DocumentsService } from './documents.service';
