import { theme, type ThemeConfig } from 'antd';
import { FONT, type Palette, dark, light } from './tokens';

/** Where pinning the main colour alone would leave Ant Design's own blue and its pale status grounds. */
function family(name: 'Primary' | 'Success' | 'Warning' | 'Error' | 'Info', main: string, ground: string, hover: string, active: string): Record<string, string> {
  const suffixes = { '': main, Hover: hover, Active: active, Text: main, TextHover: hover, TextActive: active, Bg: ground, BgHover: ground, Border: main, BorderHover: hover };
  return Object.fromEntries(Object.entries(suffixes).map(([suffix, colour]) => [`color${name}${suffix}`, colour]));
}

const pins = (p: Palette) => ({
  ...family('Primary', p.primary, p.selected, p.primaryHover, p.primaryActive),
  ...family('Info', p.info, p.infoBg, p.primaryHover, p.primaryActive),
  ...family('Success', p.success, p.successBg, p.success, p.success),
  ...family('Warning', p.warning, p.warningBg, p.warning, p.warning),
  ...family('Error', p.error, p.errorBg, p.error, p.error),
  colorText: p.text,
  colorTextSecondary: p.textSecondary,
  colorTextTertiary: p.textTertiary,
  colorTextQuaternary: p.placeholder,
  colorLink: p.primary,
  colorLinkHover: p.primaryHover,
  colorLinkActive: p.primaryActive,
  colorBgLayout: p.layout,
  colorBgContainer: p.container,
  colorBgElevated: p.elevated,
  colorBorder: p.border,
  colorBorderSecondary: p.divider,
  colorWhite: p.onPrimary,
});

/** Alias tokens that Ant Design would otherwise derive too pale. */
const aliases = (p: Palette) => ({
  colorTextPlaceholder: p.placeholder,
  colorTextDisabled: p.placeholder,
  colorTextDescription: p.textTertiary,
  colorTextLightSolid: p.onPrimary,
  colorBgSpotlight: p.text,
  controlItemBgHover: p.hover,
  controlItemBgActive: p.selected,
});

export interface Look {
  dark: boolean;
  compact: boolean;
  touch: boolean;
}

/** Ant Design as this platform wears it: ui/tokens.ts decides every colour. */
export function themeOf(look: Look): ThemeConfig {
  const palette = look.dark ? dark : light;
  const height = look.touch ? 44 : look.compact ? 28 : 32;
  return {
    algorithm: [look.dark ? theme.darkAlgorithm : theme.defaultAlgorithm, (_seed, map) => ({ ...map!, ...pins(palette) })] as NonNullable<ThemeConfig['algorithm']>,
    cssVar: { key: 'tp' },
    hashed: false,
    token: { ...aliases(palette), fontFamily: FONT, fontSize: 14, borderRadius: 4, controlHeight: height, motion: false },
    components: {
      Table: { cellPaddingBlock: look.compact ? 7 : 11, headerBg: palette.hover },
      Button: { fontWeight: 600, primaryShadow: 'none', defaultShadow: 'none' },
      Layout: { headerBg: palette.container, siderBg: palette.container, bodyBg: palette.layout },
      Menu: { itemBg: palette.container },
    },
  };
}
