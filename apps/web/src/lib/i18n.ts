import i18next, { type i18n } from 'i18next';
import commonEn from '../locales/en/common.json';
import termsEn from '../locales/en/terms.json';
import commonZh from '../locales/zh-CN/common.json';
import termsZh from '../locales/zh-CN/terms.json';
import type { Language } from './format';

export type Catalogue = Record<string, unknown>;
/** The texts of a part of the web in both languages; a part brings its own when it is loaded. */
export type Texts = Record<Language, Catalogue>;

/** A new instance with the texts that everything needs: `common` and `terms` (states, roles, methods). */
export function createI18n(language: Language, more: Record<string, Texts> = {}): i18n {
  const instance = i18next.createInstance();
  const resources = { zh: { common: commonZh, terms: termsZh }, en: { common: commonEn, terms: termsEn } };
  void instance.init({ lng: language, fallbackLng: 'zh', resources, ns: ['common', 'terms'], defaultNS: 'common', interpolation: { escapeValue: false }, initAsync: false, returnNull: false });
  for (const [name, texts] of Object.entries(more)) addTexts(instance, name, texts);
  return instance;
}

export function addTexts(instance: i18n, name: string, texts: Texts): void {
  for (const language of ['zh', 'en'] as const) instance.addResourceBundle(language, name, texts[language], true, false);
}

/** What `<html lang>` says. */
export const tagOf = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en');
