const maximumBytes = 64 * 1024;
const maximumDepth = 32;
/** Compiling takes some 0.2 ms an object, many times that on a busy machine. */
const maximumObjects = 2_000;
/**
 * Compiled code spells the way to each keyword out, so that one name of 30,000 characters above 2,000 others becomes 100 MB of it.
 * The memory limit of a worker is no help: an allocation of that size ends the whole process.
 */
const maximumPathCharacters = 1_000_000;

interface Extent {
  objects: number;
  pathCharacters: number;
}

/** What makes a schema too large to be looked at, or nothing. */
export function sizeProblem(schema: unknown): string | undefined {
  if (isDeeperThan(schema, maximumDepth)) return `must not be nested deeper than ${maximumDepth} levels`;
  const text = JSON.stringify(schema);
  if (Buffer.byteLength(text) > maximumBytes) return `must not be larger than ${maximumBytes} bytes`;
  const { objects, pathCharacters } = measure(schema);
  if (objects > maximumObjects) return `must not hold more than ${maximumObjects} objects`;
  return pathCharacters > maximumPathCharacters
    ? 'must have shorter names, or fewer members below the long ones'
    : undefined;
}

/** Whether a JSON value has more than so many levels; looks no deeper than that. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

function measure(value: unknown, path = 0, extent: Extent = { objects: 0, pathCharacters: 0 }): Extent {
  if (typeof value !== 'object' || value === null) return extent;
  if (!Array.isArray(value)) extent.objects++;
  for (const [name, member] of Object.entries(value)) {
    const length = path + name.length + 1;
    extent.pathCharacters += length;
    measure(member, length, extent);
  }
  return extent;
}
