import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

export const LOOKS = ['system', 'light', 'dark'] as const;
export type Look = (typeof LOOKS)[number];

interface Settings {
  language: Language;
  look: Look;
  isDark: boolean;
  setLanguage: (language: Language) => void;
  setLook: (look: Look) => void;
}

const Context = createContext<Settings | undefined>(undefined);

// Where storage is shut off, a choice lasts until the page is left.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

function firstLanguage(): Language {
  const kept = read('language');
  const wanted = kept ? [kept] : navigator.languages;
  for (const tag of wanted) {
    const [language] = tag.toLowerCase().split('-');
    if (language === 'en' || language === 'de') return language;
  }
  return 'en';
}

/** Holds what readers chose for themselves on this device: language and appearance. */
export function SettingsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  const [look, setLook] = useState<Look>(() => LOOKS.find((name) => name === read('look')) ?? 'system');
  const [isSystemDark, setSystemDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);

  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const onChange = (): void => setSystemDark(query.matches);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, []);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const value = useMemo<Settings>(
    () => ({
      language,
      look,
      isDark: look === 'system' ? isSystemDark : look === 'dark',
      setLanguage: (chosen) => {
        keep('language', chosen);
        setLanguage(chosen);
      },
      setLook: (chosen) => {
        keep('look', chosen);
        setLook(chosen);
      },
    }),
    [language, look, isSystemDark],
  );
  return <Context value={value}>{children}</Context>;
}

/** What the reader chose; throws outside of `SettingsProvider`. */
export function useSettings(): Settings {
  const settings = useContext(Context);
  if (!settings) throw new Error('there are no settings here');
  return settings;
}
