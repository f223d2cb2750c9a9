import { Injectable } from '@nestjs/common';
import { Settings } from '../../../core/config/settings';
import { sha256Hex } from '../../../core/crypto/digests';
import { NetworkError } from '../../network-error.port';
import { ReportOutcome, ReportReference, TaxAuthorityGateway, TaxReport } from '../../tax-authority.port';
import { UpstreamAnswer, UpstreamClient, UpstreamRequest } from '../../upstream/upstream-client';
import { AfnorAccess } from './afnor-access';
import { outcomeOf, readFlow, readJson, unintelligible, upstream } from './afnor-words';
import { multipart } from './multipart';

/** The flow service cannot take the file, and would not another time. */
const refusals = new Set([400, 413, 422]);

/** Reports to PPF through an accredited platform that offers the flow service of AFNOR XP Z12-013. */
@Injectable()
export class AfnorFlows extends TaxAuthorityGateway {
  constructor(
    private readonly settings: Settings,
    private readonly client: UpstreamClient,
    private readonly access: AfnorAccess,
  ) {
    super();
  }

  /** Throws one sentence that names the setting; for the start, when this adapter is chosen. */
  checkSettings(): void {
    const { AFNOR_URL, AFNOR_TOKEN, AFNOR_TOKEN_URL, PPF_PLATFORM_ID, ...settings } = this.settings;
    const problem = (name: string, why: string) =>
      new Error(`${name} ${why}: TAX_AUTHORITIES chooses afnor.`);
    if (!URL.canParse(AFNOR_URL)) throw problem('AFNOR_URL', 'must be the address of a flow service');
    if (!/^\d{4}$/.test(PPF_PLATFORM_ID) || PPF_PLATFORM_ID === '9999')
      throw problem(
        'PPF_PLATFORM_ID',
        'must be the number that the French administration gave this platform',
      );
    if (AFNOR_TOKEN) return;
    if (!URL.canParse(AFNOR_TOKEN_URL)) throw problem('AFNOR_TOKEN or AFNOR_TOKEN_URL', 'must be set');
    if (!settings.AFNOR_CLIENT_ID) throw problem('AFNOR_CLIENT_ID', 'is missing');
    if (!settings.AFNOR_CLIENT_SECRET) throw problem('AFNOR_CLIENT_SECRET', 'is missing');
  }

  /** Asks first whether the service has the file: an earlier attempt may have ended after the call and before our record of it. */
  async report(report: TaxReport): Promise<ReportOutcome> {
    return (await this.search(report.reportId)) ?? this.submit(report);
  }

  async outcome({ reportId, reference }: ReportReference): Promise<ReportOutcome> {
    if (!reference) return (await this.search(reportId)) ?? { state: 'pending' };
    const answer = await this.call({
      method: 'GET',
      url: this.urlOf(`/v1/flows/${encodeURIComponent(reference)}`),
    });
    if (answer.status === 404) return { state: 'pending', reference };
    this.expect(answer, 200);
    return outcomeOf(readFlow(readJson(answer.body)), answer.body);
  }

  private async search(trackingId: string): Promise<ReportOutcome | undefined> {
    const answer = await this.call({
      method: 'POST',
      url: this.urlOf('/v1/flows/search'),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ limit: 1, where: { trackingId } }),
    });
    this.expect(answer, 200);
    const { results } = readJson(answer.body);
    if (!Array.isArray(results)) throw unintelligible('it has no results');
    return results.length > 0 ? outcomeOf(readFlow(results[0]), answer.body) : undefined;
  }

  private async submit({ reportId, fileName, mediaType, payload }: TaxReport): Promise<ReportOutcome> {
    const flowInfo = {
      trackingId: reportId,
      name: fileName,
      processingRule: 'B2B',
      flowSyntax: 'CDAR',
      sha256: sha256Hex(payload),
    };
    const boundary = `flow-${reportId}`;
    const answer = await this.call({
      method: 'POST',
      url: this.urlOf('/v1/flows'),
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: multipart(boundary, [
        { name: 'flowInfo', mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(flowInfo)) },
        { name: 'file', fileName, mediaType, bytes: payload },
      ]),
    });
    if (refusals.has(answer.status)) return refusalOf(answer);
    this.expect(answer, 202);
    return outcomeOf(readFlow(readJson(answer.body)), answer.body);
  }

  private async call({ headers, ...request }: UpstreamRequest): Promise<UpstreamAnswer> {
    const authorization = `Bearer ${await this.access.bearer()}`;
    const withToken = { accept: 'application/json', ...headers, authorization };
    return this.client.request(upstream, { ...request, headers: withToken });
  }

  private expect({ status }: UpstreamAnswer, expected: number): void {
    if (status === expected) return;
    if (status === 401 || status === 403) {
      this.access.forget();
      const message = `${upstream} does not let us in: it answered with ${status}.`;
      throw new NetworkError('AUTHORITY_ACCESS_REFUSED', message, true);
    }
    if (status === 429) throw new NetworkError('UPSTREAM_UNAVAILABLE', `${upstream} asks us to wait.`, true);
    throw unintelligible(`its status is ${status}`);
  }

  private urlOf(path: string): string {
    return this.settings.AFNOR_URL.replace(/\/+$/, '') + path;
  }
}

function refusalOf({ status, body }: UpstreamAnswer): ReportOutcome {
  const { errorCode, errorMessage } = readJson(body);
  return {
    state: 'rejected',
    code: typeof errorCode === 'string' ? errorCode : `HTTP_${status}`,
    message: typeof errorMessage === 'string' ? errorMessage : undefined,
    receipt: { mediaType: 'application/json', bytes: body },
  };
}
