import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { NetworkError } from '../network-error.port';
import { UpstreamAnswer, UpstreamClient, UpstreamRequest } from '../upstream/upstream-client';
import { writeParticipant } from './participant-identifier';

const longestExcerpt = 300;

/** The REST interface of a phoss SMP. A refusal becomes a NetworkError in its own words. */
@Injectable()
export class PhossSmpClient {
  constructor(
    private readonly upstream: UpstreamClient,
    private readonly settings: Settings,
  ) {}

  /** Throws one sentence that names the setting which is missing or wrong. */
  checkSettings(): void {
    for (const name of ['PHOSS_SMP_URL', 'PHOSS_SMP_USER', 'PHOSS_SMP_PASSWORD'] as const)
      if (this.settings[name] === '') throw new Error(`${name} is missing.`);
    const { PHOSS_SMP_URL: url } = this.settings;
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw new Error(`PHOSS_SMP_URL is "${url}" but must be an http:// or https:// URL.`);
  }

  /** The path of a participant, or of what is below it. */
  pathOf(participantId: string, ...below: string[]): string {
    return `/${[writeParticipant(participantId), ...below].map(encodeURIComponent).join('/')}`;
  }

  async has(path: string): Promise<boolean> {
    return (await this.call('GET', path, undefined, [404])).status === 200;
  }

  /** `tolerated` are refusals that the caller understands. */
  async call(
    method: UpstreamRequest['method'],
    path: string,
    body?: string,
    tolerated: number[] = [],
  ): Promise<UpstreamAnswer> {
    const { PHOSS_SMP_URL, PHOSS_SMP_USER, PHOSS_SMP_PASSWORD } = this.settings;
    const credentials = Buffer.from(`${PHOSS_SMP_USER}:${PHOSS_SMP_PASSWORD}`).toString('base64');
    const answer = await this.upstream.request('phoss-smp', {
      method,
      url: PHOSS_SMP_URL.replace(/\/+$/, '') + path,
      headers: {
        authorization: `Basic ${credentials}`,
        ...(body !== undefined && { 'content-type': 'application/xml; charset=utf-8' }),
      },
      body,
    });
    if (answer.status < 300 || tolerated.includes(answer.status)) return answer;
    throw refusalOf(answer);
  }
}

/** Wrong credentials and a closed interface are the operator's to mend, so entries wait for that; all else is refused for good. */
function refusalOf({ status, body }: UpstreamAnswer): NetworkError {
  const said = body.toString('utf8').trim().slice(0, longestExcerpt) || 'without a reason';
  if (status === 401 || status === 403)
    return new NetworkError('SMP_ACCESS_DENIED', `phoss-smp denies access (${status}): ${said}`, true);
  if (status === 412 || status === 429)
    return new NetworkError('UPSTREAM_UNAVAILABLE', `phoss-smp is not ready (${status}): ${said}`, true);
  if (/already (registered|exists?) (in|at|on) .*(SML|SMP|provider)|registered elsewhere/i.test(said))
    return new NetworkError('PARTICIPANT_REGISTERED_ELSEWHERE', `phoss-smp: ${said}`, false);
  return new NetworkError('SMP_REFUSED', `phoss-smp refuses (${status}): ${said}`, false);
}
