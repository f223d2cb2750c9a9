import { text, whole } from './setting-words';

/** How this installation meets the outside world: the network, its directory, and the tax authorities. */
export const networkSettings = {
  NETWORK_GATEWAYS: text(
    'test=sandbox, live=none',
    'Who carries documents, by mode and by country of the sender, for example test=sandbox, live=none.',
  ),
  PARTICIPANT_REGISTRIES: text(
    'test=sandbox, live=none',
    'Where companies are published, by mode and by country.',
  ),
  PARTICIPANT_DIRECTORIES: text('test=sandbox, live=none', 'Where recipients are looked up, by mode.'),
  SML_ZONE: text(
    'participant.sml.prod.tech.peppol.org',
    'DNS zone of the SML, in which the SMP of each participant is found; test network: participant.sml.test.tech.peppol.org.',
  ),
  SML_DNS_SERVERS: text(
    '',
    "Name servers that are asked for it, as address or address:port, comma separated; empty: the system's own.",
  ),
  LOOKUP_TIMEOUT_MS: whole(
    5_000,
    'Time that DNS and SMP have for each answer, in milliseconds.',
    100,
    60_000,
  ),
  SMP_TRUST_ANCHORS: text(
    '',
    'Certificates (PEM, or the path of a file) that those who sign service metadata must come from; empty: any signer, over TLS.',
  ),
  SMP_SIGNING_KEY: text('', "Our own SMP's RSA key (PEM, or the path of a file); it signs service metadata."),
  SMP_SIGNING_CERTIFICATE: text('', 'The certificate of SMP_SIGNING_KEY (PEM, or the path of a file).'),
  ACCESS_POINT_URL: text('', 'Where the access point receives; the SMP publishes it for each company.'),
  ACCESS_POINT_CERTIFICATE: text('', "The access point's certificate (PEM, or the path of a file)."),
  ACCESS_POINT_TRANSPORT_PROFILE: text(
    'peppol-transport-as4-v2_0',
    'How the access point is spoken to, by the code list of transport profiles.',
  ),
  PHOSS_SMP_URL: text('', 'Base address of a phoss SMP, for example https://smp.example.com.'),
  PHOSS_SMP_USER: text('', 'Its user, who owns the entries of our companies.'),
  PHOSS_SMP_PASSWORD: text('', "That user's password."),
  UPSTREAM_TIMEOUT_MS: whole(
    15_000,
    'Whole time that an access point, SMP or tax platform has to answer, in milliseconds.',
    100,
    18_000,
  ),
  UPSTREAM_BREAKER_FAILURES: whole(
    5,
    'Failed calls within a minute, more than half of all, after which such a service is not called for a while.',
    1,
    1_000,
  ),
  UPSTREAM_BREAKER_RESET_SECONDS: whole(30, 'How long it is then left alone.', 1, 3_600),
  TRANSMISSION_RETRY_HOURS: whole(
    24,
    'For how long a document waits, queued, for a network that does not answer, before it fails.',
    1,
    720,
  ),
  TRANSMISSION_FOLLOW_DAYS: whole(
    14,
    'For how many days a sent document is asked after at networks that do not tell of its delivery by themselves.',
    1,
    365,
  ),
  PHOSS_AP_URL: text(
    '',
    'Address of the phoss-ap access point; needed where NETWORK_GATEWAYS names phoss-ap.',
  ),
  PHOSS_AP_TOKEN: text('', 'What it expects in the header X-Token.'),
  NETWORK_INBOUND_TOKEN: text(
    '',
    'Bearer token by which the access point forwards documents to POST /network/inbound; empty: none are taken.',
  ),
  DIRECT_SIGNING_KEY: text(
    '',
    'RSA key (PEM, or the path of a file) that signs what is handed to other instances directly; needed where NETWORK_GATEWAYS names direct.',
  ),
  TAX_AUTHORITIES: text(
    'test=sandbox, live=none',
    'Who takes the reports to tax authorities (PPF in France, SDI in Italy), by mode and by country, for example test=sandbox, live=none, live.FR=afnor.',
  ),
  AFNOR_URL: text(
    '',
    'Base address of the flow service (AFNOR XP Z12-013) of the accredited platform, for example https://api.flow.example.com/flow-service; for afnor.',
  ),
  AFNOR_TOKEN: text('', 'Static bearer token of the flow service; empty: client credentials are used.'),
  AFNOR_TOKEN_URL: text('', 'Where the flow service gives tokens for client credentials (OAuth 2).'),
  AFNOR_CLIENT_ID: text('', 'Client id for AFNOR_TOKEN_URL.'),
  AFNOR_CLIENT_SECRET: text('', 'Client secret for AFNOR_TOKEN_URL.'),
  PPF_PLATFORM_ID: text(
    '9999',
    'Number under which the French administration registered this platform (ICD 0238); 9999 is for the sandbox alone.',
  ),
} as const;
