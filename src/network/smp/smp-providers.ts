import { AccessPointSettings } from './access-point-settings';
import { ForeignProvider } from './foreign-provider';
import { OwnSmpRegistry } from './own-smp-registry';
import { PhossSmpClient } from './phoss-smp-client';
import { PhossSmpRegistry } from './phoss-smp-registry';
import { ServiceMetadataLookup } from './service-metadata-lookup';
import { SignedMetadata } from './signed-metadata';
import { SignerTrust } from './signer-trust';
import { SmlDirectory } from './sml-directory';
import { SmlResolver } from './sml-resolver';
import { SmpClient } from './smp-client';
import { SmpEntries } from './smp-entries';
import { SmpPublisher } from './smp-publisher';
import { SmpSigner } from './smp-signer';

/** Publishing companies, in our own SMP or in a phoss one, and looking others up. */
export const smpProviders = [
  AccessPointSettings,
  SmpSigner,
  SmpEntries,
  SmpPublisher,
  SmlResolver,
  SmpClient,
  SmlDirectory,
  SignerTrust,
  SignedMetadata,
  ServiceMetadataLookup,
  ForeignProvider,
  OwnSmpRegistry,
  PhossSmpClient,
  PhossSmpRegistry,
];
