/** Which adapter serves a mode, and where one says so a country. */
export interface AdapterChoice<Name extends string> {
  (livemode: boolean, country?: string): Name;
  /** All that are chosen for anything: these must have their settings. */
  readonly chosen: ReadonlySet<Name>;
}

const entryShape = /^(test|live)(?:\.([A-Z]{2}))?=([a-z-]+)$/;

/**
 * Reads a setting such as `test=sandbox, live=phoss-ap, live.FR=afnor`. Throws one sentence that names the setting and what is wrong,
 * so that a mistake ends the start instead of the first invoice.
 */
export function adapterChoice<Name extends string>(
  setting: string,
  text: string,
  known: readonly Name[],
): AdapterChoice<Name> {
  const chosen = new Map<string, Name>();
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [, mode, country, adapter] = entryShape.exec(entry) ?? [];
    if (!mode)
      throw new Error(`${setting}: "${entry}" must look like live=${known[0]} or live.FR=${known[0]}.`);
    if (!known.includes(adapter as Name))
      throw new Error(`${setting}: "${adapter}" is not one of ${known.join(', ')}.`);
    const place = country ? `${mode}.${country}` : mode;
    if (chosen.has(place)) throw new Error(`${setting}: ${place} is given twice.`);
    chosen.set(place, adapter as Name);
  }
  for (const mode of ['test', 'live'])
    if (!chosen.has(mode)) throw new Error(`${setting}: ${mode}=… is missing.`);
  const choose = (livemode: boolean, country?: string) => {
    const mode = livemode ? 'live' : 'test';
    return chosen.get(`${mode}.${country}`) ?? chosen.get(mode)!;
  };
  return Object.assign(choose, { chosen: new Set(chosen.values()) });
}

/** The modes that an adapter serves, in one country at least. */
export function modesOf(text: string, adapter: string): Array<'test' | 'live'> {
  const entries = text.split(',').map((part) => entryShape.exec(part.trim()));
  const modes = entries.filter((entry) => entry?.[3] === adapter).map((entry) => entry![1]);
  return (['test', 'live'] as const).filter((mode) => modes.includes(mode));
}
