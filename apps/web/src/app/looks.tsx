import { useQueryClient } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { setLanguage } from '../lib/api/client';
import { tagOf } from '../lib/i18n';
import { keepSettings, readSettings, type Settings, SettingsContext } from '../lib/settings';
import { themeOf } from '../ui/theme';
import { i18n } from './texts';

/** True while a media query holds. */
function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const change = () => setHolds(list.matches);
    list.addEventListener('change', change);
    return () => list.removeEventListener('change', change);
  }, [query]);
  return holds;
}

function speak(settings: Settings): Settings {
  if (i18n.language !== settings.language) void i18n.changeLanguage(settings.language);
  setLanguage(settings.language);
  return settings;
}

/** Language, theme and density, for everything below. What is typed, read or under way goes on in another language: nothing is drawn from the beginning. */
export function Looks({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  // before the first drawing, so that nothing is drawn or asked in the other language
  const [settings, setSettings] = useState(() => speak(readSettings()));
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const touch = useMedia('(pointer: coarse), (max-width: 767px)');
  const dark = settings.theme === 'dark' || (settings.theme === 'system' && systemDark);
  useEffect(() => {
    const root = document.documentElement;
    root.lang = tagOf(settings.language);
    if (settings.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = settings.theme;
  }, [settings]);
  // the wish of the system as it stands drawn: a style sheet follows it at once, this program with its next drawing
  useEffect(() => void (document.documentElement.dataset['drawn'] = dark ? 'dark' : 'light'), [dark]);
  const chosen = useMemo(
    () => ({
      settings,
      change: (more: Partial<Settings>) => {
        const after = speak({ ...settings, ...more });
        keepSettings(after);
        setSettings(after);
        if (after.language !== settings.language) void client.invalidateQueries(); // what the platform said was said in the other one
      },
    }),
    [client, settings],
  );
  const look = useMemo(() => themeOf({ dark, compact: settings.density === 'compact', touch }), [dark, settings.density, touch]);
  return (
    <SettingsContext value={chosen}>
      <I18nextProvider i18n={i18n}>
        <ConfigProvider theme={look} locale={settings.language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
          {children}
        </ConfigProvider>
      </I18nextProvider>
    </SettingsContext>
  );
}
