import { settings, Settings } from './settings';

type Environment = Record<string, string | undefined>;
type Rule = {
  default?: string | number;
  choices?: readonly string[];
  minimum?: number;
  maximum?: number;
  minimumLength?: number;
};

/** Reads every setting, or throws one sentence per wrong or missing one. */
export function readSettings(environment: Environment = process.env): Settings {
  return Object.assign(new Settings(), read(Object.keys(settings), environment));
}

/** For commands, which need few of them. */
export function readSomeSettings<Name extends keyof Settings>(...names: Name[]): Pick<Settings, Name> {
  return read(names, process.env) as Pick<Settings, Name>;
}

function read(names: readonly string[], environment: Environment): Record<string, string | number> {
  const problems: string[] = [];
  const values: Record<string, string | number> = {};
  for (const name of names) {
    const rule = (settings as Record<string, Rule>)[name]!;
    const given = environment[name]?.trim();
    const problem = check(name, given, rule);
    if (problem) problems.push(problem);
    else if (given === undefined || given === '') values[name] = rule.default ?? '';
    else values[name] = typeof rule.default === 'number' ? Number(given) : given;
  }
  if (problems.length > 0) throw new Error(`The settings are not complete:\n  ${problems.join('\n  ')}`);
  return values;
}

function check(name: string, given: string | undefined, rule: Rule): string | undefined {
  if (given === undefined || given === '') {
    return rule.default === undefined ? `${name} is missing. ${describe(name)}` : undefined;
  }
  if (rule.choices && !rule.choices.includes(given)) {
    return `${name} is "${given}" but must be one of ${rule.choices.join(', ')}.`;
  }
  if (rule.minimumLength && given.length < rule.minimumLength) {
    return `${name} must have at least ${rule.minimumLength} characters.`;
  }
  if (typeof rule.default !== 'number') return undefined;
  const number = Number(given);
  const inRange = Number.isInteger(number) && number >= rule.minimum! && number <= rule.maximum!;
  return inRange
    ? undefined
    : `${name} is "${given}" but must be a whole number from ${rule.minimum} to ${rule.maximum}.`;
}

function describe(name: string): string {
  return settings[name as keyof typeof settings].description;
}

/** The text of `.env.example`: each setting with its meaning, optional ones commented out with their default. */
export function printEnvironmentExample(): string {
  const entries = Object.entries(settings as Record<string, Rule & { description: string }>).map(
    ([name, rule]) => {
      const choices = rule.choices ? ` One of: ${rule.choices.join(', ')}.` : '';
      const line = rule.default === undefined ? `${name}=` : `#${name}=${rule.default}`;
      return `# ${rule.description}${choices}\n${line}\n`;
    },
  );
  return `# Settings of Flowie Exchange. Those without a # must be set; npm start and npm run demo set them by themselves.\n\n${entries.join('\n')}`;
}
