import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { applicationOptions, setUpApplication } from './app.setup';
import { Settings } from './core/config/settings';

/** Starts this process in its ROLE. A worker listens too, for its health routes alone. */
async function start(): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    ...applicationOptions,
    abortOnError: false,
  });
  setUpApplication(app);
  const { HOST, PORT, ROLE } = app.get(Settings);
  await app.listen(PORT, HOST);
  app.get(Logger).log(`Flowie Exchange listens on ${await app.getUrl()} (role: ${ROLE})`);
}

start().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
