import { setI18n } from 'react-i18next';
import { createI18n } from '../lib/i18n';
import { readSettings } from '../lib/settings';

/** The texts of the workspaces; each workspace adds its own when it is loaded. */
export const i18n = createI18n(readSettings().language);
setI18n(i18n);
