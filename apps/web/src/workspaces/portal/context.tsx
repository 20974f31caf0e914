import type { TFunction } from 'i18next';
import { createContext, useContext } from 'react';
import { createI18n } from '../../lib/i18n';
import en from '../../locales/en/portal.json';
import zh from '../../locales/zh-CN/portal.json';
import type { Language, PortalRequest } from './portal';

/** What every part of a page may ask for. */
export interface PageContext extends Pick<PortalRequest, 'language' | 'path' | 'query' | 'site'> {
  t: TFunction;
  /** An address of the portal in this page's language. */
  href(path: string): string;
  /** The full citation of an article, e.g. `TBL-24`. */
  cite(article: string): string;
  now: number;
}

const i18n = createI18n('zh', { portal: { zh, en } });

export const textsOf = (language: Language): TFunction => i18n.getFixedT(language, ['portal', 'common', 'terms']);

export const hrefOf =
  (language: Language) =>
  (path: string): string =>
    language === 'zh' ? path : path === '/' ? '/en' : `/en${path}`;

const Context = createContext<PageContext | undefined>(undefined);
export const PageProvider = Context.Provider;

export function usePage(): PageContext {
  const page = useContext(Context);
  if (!page) throw new Error('a part of a page outside a page');
  return page;
}
