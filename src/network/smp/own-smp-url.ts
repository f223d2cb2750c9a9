import { Settings } from '../../core/config/settings';

/** The base address of our own SMP, as the SML should give it. */
export function ownSmpUrl({ PUBLIC_URL }: Settings): string {
  return `${PUBLIC_URL.replace(/\/+$/, '')}/smp`;
}
