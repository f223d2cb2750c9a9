import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { NestFactory } = require('@nestjs/core');
const { AppModule } = require('../dist/app.module.js');
const { applicationOptions, setUpApplication } = require('../dist/app.setup.js');
const { openApiDocument } = require('../dist/web/documentation.js');

/** Writes openapi/openapi.json, the snapshot that a test compares with what the service serves. */
const app = await NestFactory.create(AppModule, { ...applicationOptions, logger: false, preview: false });
setUpApplication(app);
mkdirSync('openapi', { recursive: true });
writeFileSync('openapi/openapi.json', `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
await app.close();
process.stderr.write('openapi/openapi.json written\n');
process.exit(0);
