import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { SystemClock } from '../core/clock/clock';
import { readSomeSettings } from '../core/config/read-settings';
import { dataSourceOptions } from '../core/database/data-source';
import { Plan, Plans } from '../modules/platform-usage';

export type PlanWish =
  | { action: 'list' }
  | { action: 'set'; plan: Plan }
  | { action: 'assign'; organizationId: string; name: string }
  | { action: 'unassign'; organizationId: string }
  | { action: 'remove'; name: string };

/** Carries out one wish, and says what came of it. */
export async function runPlan(wish: PlanWish): Promise<void> {
  const { DATABASE_URL } = readSomeSettings('DATABASE_URL');
  const dataSource = await new DataSource(dataSourceOptions(DATABASE_URL, 2)).initialize();
  try {
    process.stdout.write(`${await carryOut(new Plans(dataSource, new SystemClock()), wish)}\n`);
  } finally {
    await dataSource.destroy();
  }
}

async function carryOut(plans: Plans, wish: PlanWish): Promise<string> {
  switch (wish.action) {
    case 'list':
      return (
        (await plans.list()).map(describe).join('\n') ||
        'There are no plans: everybody sends as much as they like.'
      );
    case 'set':
      await plans.set(wish.plan);
      return describe(wish.plan);
    case 'assign':
      await plans.assign(wish.organizationId, wish.name);
      return `${wish.organizationId} has the plan ${wish.name}.`;
    case 'unassign':
      await plans.assign(wish.organizationId, null);
      return `${wish.organizationId} has no plan, and no limit.`;
    case 'remove':
      await plans.remove(wish.name);
      return `The plan ${wish.name} is gone.`;
  }
}

function describe({
  name,
  documents,
  documentsPerCompany,
  hard,
  ...rest
}: Plan & { organizations?: string[] }): string {
  const limits = [
    documents === null ? 'any number of documents a month' : `${documents} documents a month`,
    ...(documentsPerCompany === null ? [] : [`${documentsPerCompany} for each company`]),
  ].join(', ');
  const holders = rest.organizations?.length ? `; ${rest.organizations.join(', ')}` : '';
  return `${name}: ${limits} (${hard ? 'hard: more are refused' : 'soft: warnings only'})${holders}`;
}
