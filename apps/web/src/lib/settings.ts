import { createContext, useContext } from 'react';
import type { Language } from './format';

/** What a person chose for this device; nothing here is secret. */
export interface Settings {
  language: Language;
  theme: 'system' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
}

const KEY = 'tianping.settings';

const FIRST: Settings = { language: 'zh', theme: 'system', density: 'comfortable' };

/** `?lang=en` in the address wins, so that a link can lead to the English pages, and is kept: who came from the English portal reads on in English after a reload, and in a hall that he opens. */
export function readSettings(): Settings {
  const asked = new URLSearchParams(location.search).get('lang');
  let kept: Partial<Settings> = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>;
  } catch {
    localStorage.removeItem(KEY); // not ours: start afresh
  }
  const settings: Settings = { ...FIRST, ...kept };
  if (asked !== 'en' && asked !== 'zh') return settings;
  const chosen: Settings = { ...settings, language: asked };
  keepSettings(chosen);
  return chosen;
}

export function keepSettings(settings: Settings): void {
  localStorage.setItem(KEY, JSON.stringify(settings));
  localStorage.setItem('theme', settings.theme === 'system' ? '' : settings.theme); // the portal reads this one
}

export const SettingsContext = createContext<{ settings: Settings; change(more: Partial<Settings>): void }>({
  settings: { language: 'zh', theme: 'system', density: 'comfortable' },
  change: () => undefined,
});
export const useSettings = () => useContext(SettingsContext);
export const useLanguage = (): Language => useSettings().settings.language;
