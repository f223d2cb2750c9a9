/** The curls of the onboarding kit and the cookbook, to the letter; a test below compares them with those documents. */
export const curls = {
  platformKey: `curl -X POST https://back.flowie.ink/exchange/v1/api-keys \\
      -H "Authorization: Bearer $FLOWIE_DASHBOARD_JWT" \\
      -d '{"name":"my-platform","scopes":["platform","*"],"keyType":"platform"}'`,
  onboard: `curl -X POST https://back.flowie.ink/exchange/v1/platform/companies \\
      -H "Authorization: Bearer $PLATFORM_KEY" \\
      -H "Idempotency-Key: tenant-acme-init" \\
      -H "Content-Type: application/json" \\
      -d '{
        "vatNumber": "FR86797978996",
        "name":      "ACME France SARL",
        "metadata":  { "tenantId": "t_acme", "tier": "premium" },
        "webhook": {
          "url":    "https://yourplatform.com/hooks/flowie?tenant=t_acme",
          "events": ["document.received","document.delivered","document.failed",
                     "lifecycle.updated","compliance.reported.failed"]
        },
        "apiKey": {
          "name":   "tenant-acme",
          "scopes": ["send","receive","documents.read","documents.write","lifecycle"]
        }
      }'`,
  send: `curl -X POST https://back.flowie.ink/exchange/v1/documents/send \\
      -H "Authorization: Bearer $PLATFORM_KEY" \\
      -H "X-Flowie-Company: comp_01HY7…" \\
      -H "Idempotency-Key: t_acme-inv-001" \\
      -H "Content-Type: application/json" \\
      -d @invoice.json`,
  brand: `curl -X PATCH https://back.flowie.ink/exchange/v1/platform/settings \\
      -H "Authorization: Bearer $PLATFORM_KEY" \\
      -d '{
        "branding": {
          "displayName": "ACME e-Invoice",
          "logoUrl":     "https://acme.com/logo.svg",
          "primaryColor":"#0F62FE",
          "supportEmail":"support@acme.com"
        },
        "customDomain": "peppol.acme.com",
        "defaults": {
          "preferredFormat":  "ubl-xml",
          "autoCompliance":   { "FR": true, "IT": true, "BE": true }
        }
      }'`,
  usage: `curl "https://back.p2p-flowie.com/exchange/v1/platform/usage?period=month&groupBy=company" \\
  -H "Authorization: Bearer $PLATFORM_KEY"`,
  events: `curl "https://back.p2p-flowie.com/exchange/v1/events?type=document.received&limit=100" \\
  -H "Authorization: Bearer $KEY"`,
  acknowledge: `curl -X POST https://back.p2p-flowie.com/exchange/v1/events/ack \\
  -H "Authorization: Bearer $KEY" \\
  -d '{"eventIds": ["evt_01…", "evt_02…"]}'`,
};

/** What the kit's table of metrics names, by row. */
export const watched = {
  tenants: 'Per-company document.failed rate over rolling 24h.',
  reports: 'compliance.reported.failed count by country.',
  webhooks: "Webhook record's failureCount field; monitor for > 0.",
  quota: 'GET /v1/stats?period=month per tenant; alert at 80%.',
  upstream: "GET /health/readiness on Flowie's side; see circuit-breaker state.",
};

/** The kit's three sentences on offboarding, as the requests that they name. */
export const offboarding = {
  revoke: 'DELETE /v1/platform/api-keys/{key_id}',
  disable: 'PATCH /v1/webhooks/{id} with {"status":"disabled"}',
  deregister: 'DELETE /v1/companies/{id}',
};
