import { getI18n } from 'react-i18next';
import { addTexts, type Catalogue } from './i18n';

/** Adds a part's catalogues to the running program; called at the top of a part's first file. */
export function bringTexts(name: string, zh: Catalogue, en: Catalogue): void {
  addTexts(getI18n(), name, { zh, en });
}
