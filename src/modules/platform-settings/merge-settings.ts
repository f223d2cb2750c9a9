import { mergeAutoCompliance } from '../companies';
import { PlatformSettings } from './platform-settings';
import { UpdatePlatformSettingsInput } from './platform-settings.inputs';

type Texts = Pick<PlatformSettings, 'displayName' | 'primaryColor' | 'supportEmail'>;

/** What is absent stays, null clears, objects merge. The logo and the domain have ways of their own. */
export function mergeSettings(
  settings: PlatformSettings,
  { branding, defaults }: UpdatePlatformSettingsInput,
): PlatformSettings {
  return { ...settings, ...mergeBranding(settings, branding), ...mergeDefaults(settings, defaults) };
}

function mergeBranding(settings: Texts, branding: UpdatePlatformSettingsInput['branding']): Texts {
  if (branding === null) return { displayName: null, primaryColor: null, supportEmail: null };
  const { displayName, primaryColor, supportEmail } = branding ?? {};
  return {
    displayName: merge(settings.displayName, displayName?.trim() ?? displayName),
    primaryColor: merge(settings.primaryColor, primaryColor?.trim().toUpperCase() ?? primaryColor),
    supportEmail: merge(settings.supportEmail, supportEmail?.trim() ?? supportEmail),
  };
}

function mergeDefaults(
  settings: PlatformSettings,
  defaults: UpdatePlatformSettingsInput['defaults'],
): Pick<PlatformSettings, 'preferredFormat' | 'autoCompliance'> {
  if (defaults === null) return { preferredFormat: null, autoCompliance: {} };
  const { preferredFormat, autoCompliance } = defaults ?? {};
  return {
    preferredFormat: merge(settings.preferredFormat, preferredFormat),
    autoCompliance: mergeAutoCompliance(settings.autoCompliance, autoCompliance),
  };
}

function merge<T>(current: T | null, given: T | null | undefined): T | null {
  return given === undefined ? current : given;
}
