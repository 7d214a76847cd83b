import { App as AntApp, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
// antd's own fallback carries en_US in the entry already: nothing is won by loading it later.
import enUS from 'antd/es/locale/en_US';
import zhCN from 'antd/es/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { api, configureHttp } from '@/api/http';
import { dictionary, isLang, WordingContext, type Dict, type Lang } from '@/i18n';
import { recall, remember } from '@/lib/storage';
import { antdTheme, applyMode, keepMode, preferredMode, type Mode } from './theme';

interface Preferences {
  mode: Mode;
  setMode: (mode: Mode) => void;
  /** `save` also writes the choice to the account, so that it follows to other machines. */
  setLang: (lang: Lang, save?: boolean) => void;
}

const PreferencesContext = createContext<Preferences>({ mode: 'light', setMode: () => undefined, setLang: () => undefined });

/** Messages stand below the top bar, and below the header of a drawer: they cover neither its close button nor its title. */
const BELOW_HEADERS = { top: 64 };

export const usePreferences = (): Preferences => use(PreferencesContext);

export function preferredLang(): Lang {
  const kept = recall<unknown>('lang', null);
  return isLang(kept) ? kept : 'zh-CN';
}

/** Words loaded for a language: ours and the components'. */
export interface Words {
  lang: Lang;
  t: Dict;
  locale: Locale;
}

export async function loadWords(lang: Lang): Promise<Words> {
  return { lang, t: await dictionary(lang), locale: lang === 'en' ? enUS : zhCN };
}

export function PreferencesProvider({ words: first, children }: { words: Words; children: ReactNode }) {
  const [words, setWords] = useState(first);
  const [mode, setMode] = useState<Mode>(preferredMode);

  useEffect(() => applyMode(mode), [mode]);
  useEffect(() => {
    document.documentElement.lang = words.lang;
    dayjs.locale(words.lang === 'en' ? 'en' : 'zh-cn');
    configureHttp({ lang: words.lang });
  }, [words]);

  const setLang = useCallback((lang: Lang, save = true) => {
    remember('lang', lang);
    configureHttp({ lang });
    void loadWords(lang).then(setWords);
    if (save) {
      // The choice already holds here; that the account could not keep it is no reason to interrupt.
      void api.put('/api/v1/account/locale', { locale: lang }).catch(() => undefined);
    }
  }, []);

  const preferences = useMemo<Preferences>(
    () => ({
      mode,
      setMode: (next) => {
        keepMode(next);
        setMode(next);
      },
      setLang,
    }),
    [mode, setLang],
  );
  const antd = useMemo(() => antdTheme(mode), [mode]);

  return (
    <PreferencesContext value={preferences}>
      <WordingContext value={words}>
        <ConfigProvider locale={words.locale} theme={antd} button={{ autoInsertSpace: false }} componentSize="middle">
          <AntApp component={false} message={BELOW_HEADERS} notification={BELOW_HEADERS}>
            {children}
          </AntApp>
        </ConfigProvider>
      </WordingContext>
    </PreferencesContext>
  );
}
