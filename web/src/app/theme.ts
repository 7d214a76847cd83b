import { theme, type ThemeConfig } from 'antd';
import { recall, remember } from '@/lib/storage';

export type Mode = 'light' | 'dark';

export function preferredMode(): Mode {
  const kept = recall<Mode | null>('mode', null);
  if (kept === 'light' || kept === 'dark') return kept;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Tells the page's own style sheet, and the browser's scroll bars and form controls. */
export function applyMode(mode: Mode): void {
  document.documentElement.dataset['mode'] = mode;
  document.documentElement.style.colorScheme = mode;
}

export function keepMode(mode: Mode): void {
  remember('mode', mode);
}

/**
 * antd's secondary texts and placeholders miss WCAG AA (4.5:1) by default; these tokens
 * are the repair, checked by axe in every browser story. 14 px body and 13 px tables:
 * the readers are over fifty.
 */
export function antdTheme(mode: Mode): ThemeConfig {
  const dark = mode === 'dark';
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: dark ? '#52b4ca' : '#0b5c70',
      colorLink: dark ? '#6cc3d6' : '#0b5c70',
      colorInfo: dark ? '#52b4ca' : '#0b5c70',
      colorSuccess: dark ? '#49aa76' : '#1c7a47',
      colorWarning: dark ? '#d39b3a' : '#8a5000',
      colorError: dark ? '#e5716a' : '#b83a32',
      colorWarningBg: dark ? '#33270f' : '#fdf6e7',
      colorWarningBorder: dark ? '#5c4516' : '#ecd9ae',
      colorErrorBg: dark ? '#3a1d1a' : '#fdf1f0',
      colorErrorBorder: dark ? '#6b312c' : '#f0c4c0',
      colorSuccessBg: dark ? '#15301f' : '#eef8f2',
      colorSuccessBorder: dark ? '#24543a' : '#bfe0cd',
      colorInfoBg: dark ? '#17343d' : '#eaf4f6',
      colorInfoBorder: dark ? '#25545f' : '#b9dae1',
      colorTextSecondary: dark ? '#b9c4c9' : '#44535a',
      colorTextTertiary: dark ? '#a3b0b6' : '#55646b',
      colorTextQuaternary: dark ? '#94a3aa' : '#5c6b72',
      colorTextDescription: dark ? '#a3b0b6' : '#55646b',
      colorTextPlaceholder: dark ? '#98a6ad' : '#5f6d74',
      colorTextDisabled: dark ? '#87959c' : '#6a777d',
      colorBgBase: dark ? '#10181c' : '#ffffff',
      colorBgLayout: dark ? '#0c1317' : '#f3f6f7',
      colorBgContainer: dark ? '#141e23' : '#ffffff',
      colorBgElevated: dark ? '#1a262c' : '#ffffff',
      colorBorder: dark ? '#3a4a52' : '#c3ced3',
      colorBorderSecondary: dark ? '#28353b' : '#e0e7ea',
      borderRadius: 6,
      fontSize: 14,
      wireframe: false,
      // The page's own, which differs by language.
      fontFamily: 'inherit',
    },
    components: {
      Table: {
        cellFontSizeSM: 13,
        cellPaddingBlockSM: 6,
        cellPaddingInlineSM: 10,
        headerBg: dark ? '#1a262c' : '#eef3f5',
        headerColor: dark ? '#c9d4d9' : '#33444c',
        headerSortActiveBg: dark ? '#22313a' : '#e1eaee',
        bodySortBg: 'transparent',
      },
      Button: { primaryShadow: 'none', defaultShadow: 'none', primaryColor: dark ? '#06181d' : '#ffffff' },
      Form: { itemMarginBottom: 18, labelColor: dark ? '#c9d4d9' : '#33444c' },
      Tabs: { horizontalMargin: '0 0 12px' },
      Tag: { defaultColor: dark ? '#c9d4d9' : '#33444c' },
    },
  };
}
