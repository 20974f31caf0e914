/**
 * The one place for colours: Ant Design's theme, the portal's CSS variables and the charts are all made from these. Every pair of text
 * and ground meets WCAG 2.2 AA (tokens.spec.ts measures each).
 */
export interface Palette {
  layout: string;
  container: string;
  elevated: string;
  hover: string;
  selected: string;
  text: string;
  textSecondary: string;
  textTertiary: string;
  placeholder: string;
  primary: string;
  primaryHover: string;
  primaryActive: string;
  onPrimary: string;
  success: string;
  successBg: string;
  warning: string;
  warningBg: string;
  error: string;
  errorBg: string;
  info: string;
  infoBg: string;
  neutral: string;
  neutralBg: string;
  held: string;
  heldBg: string;
  demo: string;
  demoBg: string;
  border: string;
  divider: string;
  focus: string;
  charts: readonly [string, string, string, string, string];
}

export const light: Palette = {
  layout: '#F4F6F8',
  container: '#FFFFFF',
  elevated: '#FFFFFF',
  hover: '#EEF3F8',
  selected: '#E8F0F8',
  text: '#1B2430',
  textSecondary: '#46525F',
  textTertiary: '#5A6673',
  placeholder: '#626D7A',
  primary: '#1F5A94',
  primaryHover: '#17487A',
  primaryActive: '#103A66',
  onPrimary: '#FFFFFF',
  success: '#1E6B3C',
  successBg: '#E8F4EC',
  warning: '#8A5300',
  warningBg: '#FFF4DC',
  error: '#B3261E',
  errorBg: '#FDECEA',
  info: '#1F5A94',
  infoBg: '#E8F0F8',
  neutral: '#46525F',
  neutralBg: '#EDF0F3',
  held: '#5A3390',
  heldBg: '#F1EAFB',
  demo: '#7A2E5D',
  demoBg: '#FBE9F3',
  border: '#7C8894',
  divider: '#DCE2E8',
  focus: '#0B5FFF',
  charts: ['#1F5A94', '#D9731A', '#222A33', '#8A8F98', '#3F8FCB'],
};

export const dark: Palette = {
  layout: '#0E141B',
  container: '#151D26',
  elevated: '#1C2631',
  hover: '#223040',
  selected: '#1B3550',
  text: '#E4E9EF',
  textSecondary: '#B7C1CC',
  textTertiary: '#9AA6B2',
  placeholder: '#94A0AC',
  primary: '#86B9EE',
  primaryHover: '#A9CEF5',
  primaryActive: '#6FA6E0',
  onPrimary: '#0E141B',
  success: '#6CC48E',
  successBg: '#16301F',
  warning: '#E3A93C',
  warningBg: '#33270F',
  error: '#F2857B',
  errorBg: '#3A1B1A',
  info: '#86B9EE',
  infoBg: '#1B3550',
  neutral: '#B7C1CC',
  neutralBg: '#26313C',
  held: '#BFA0EA',
  heldBg: '#2A1F3D',
  demo: '#F0B7DA',
  demoBg: '#3A1D30',
  border: '#74818F',
  divider: '#2C3845',
  focus: '#8CC2FF',
  charts: ['#86B9EE', '#E3A93C', '#6F7B88', '#E4E9EF', '#3A7ABD'],
};

export const FONT = '-apple-system, "Segoe UI", Roboto, "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';
export const MONO = 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace';

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const variables = (palette: Palette): string =>
  Object.entries(palette)
    .flatMap(([name, value]) => (typeof value === 'string' ? [[kebab(name), value] as const] : (value as readonly string[]).map((colour, i) => [`chart-${i + 1}`, colour] as const)))
    .map(([name, value]) => `--tp-${name}:${value}`)
    .join(';');

/** CSS variables: light by default, dark by the system's wish or by `data-theme`, which a person chose. */
export const tokensCss = (): string =>
  [
    `:root{color-scheme:light;--tp-font:${FONT};--tp-mono:${MONO};${variables(light)}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${variables(dark)}}}`,
    `:root[data-theme=dark]{color-scheme:dark;${variables(dark)}}`,
  ].join('\n');
