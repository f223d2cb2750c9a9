export interface Setting<T> {
  description: string;
  default?: T;
  choices?: readonly T[];
  minimum?: number;
  maximum?: number;
  minimumLength?: number;
}

export function text(fallback: string, description: string): Setting<string> {
  return { default: fallback, description };
}

export function required(description: string, minimumLength = 1): Setting<string> {
  return { description, minimumLength };
}

export function whole(
  fallback: number,
  description: string,
  minimum: number,
  maximum: number,
): Setting<number> {
  return { default: fallback, description, minimum, maximum };
}

export function choice<const T extends string>(
  choices: readonly T[],
  fallback: T,
  description: string,
): Setting<T> {
  return { default: fallback, choices, description };
}
