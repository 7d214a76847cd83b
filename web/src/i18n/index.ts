import { createContext, use } from 'react';
import { zh } from './zh';

export type Lang = 'zh-CN' | 'en';
export type Dict = typeof zh;

/** English is loaded when it is asked for; Chinese is always there. */
export async function dictionary(lang: Lang): Promise<Dict> {
  return lang === 'en' ? (await import('./en')).en : zh;
}

export interface Wording {
  lang: Lang;
  t: Dict;
}

export const WordingContext = createContext<Wording>({ lang: 'zh-CN', t: zh });

/** The sentences of the reader's language: `const t = useT(); t.common.save`. */
export const useT = (): Dict => use(WordingContext).t;
export const useLang = (): Lang => use(WordingContext).lang;

export const isLang = (value: unknown): value is Lang => value === 'zh-CN' || value === 'en';
